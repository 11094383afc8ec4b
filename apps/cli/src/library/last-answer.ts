import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Answer, Citation } from "@longdoc/core";
import { z } from "zod";

const FILE = "last-answer.json";

/** What `show` needs of an answer. */
export interface RememberedAnswer {
  readonly question: string;
  readonly citations: readonly Pick<
    Citation,
    "documentId" | "version" | "source" | "page" | "quote" | "boxes"
  >[];
}

const box = z.object({
  page: z.number(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});

const citation = z.object({
  documentId: z.string(),
  version: z.string(),
  source: z.string(),
  page: z.number(),
  quote: z.string(),
  boxes: z.array(box),
});

const schema: z.ZodType<RememberedAnswer> = z.object({
  question: z.string(),
  citations: z.array(citation),
});

/** Keeps an answer in the library folder, so that `show` can be given the number of a citation. */
export async function rememberAnswer(library: string, answer: Answer): Promise<void> {
  const { plan: _plan, ...kept } = answer;
  const temporary = join(library, `${FILE}.${process.pid}`);
  try {
    // Where the library is on a server, the folder may not be there yet.
    await mkdir(library, { recursive: true });
    await writeFile(temporary, JSON.stringify(kept, undefined, 2));
    await rename(temporary, join(library, FILE));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The last answer; undefined where there is none that can be read. */
export async function recallAnswer(library: string): Promise<RememberedAnswer | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(join(library, FILE), "utf8")));
  } catch {
    return undefined;
  }
}

/** Drops the last answer if it quotes a document that is being removed. */
export async function forgetAnswerFrom(library: string, documentId: string): Promise<void> {
  const answer = await recallAnswer(library);
  if (answer?.citations.some((each) => each.documentId === documentId)) {
    await rm(join(library, FILE), { force: true });
  }
}
