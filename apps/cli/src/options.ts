import { resolve } from "node:path";

import { findModel, type Model, DEFAULT_MODEL, UsageError } from "@longdoc/core";
import { z } from "zod";

import type { IngestOptions } from "@longdoc/ingest";

import type { QdrantPlace } from "./library/open.ts";
import { type Vision, visionOptions } from "./vision-options.ts";

/** As the queue has it; written here too because loading the queue would cost every command its time. */
const LOWEST_PRIORITY = 1_000;

/** Longer than any question; a text of this size is a document and belongs in PATH. */
const MAX_QUESTION_CHARACTERS = 10_000;

/** The flags that every command understands, checked. */
export interface Options {
  /** Absolute path of the library folder. */
  readonly library: string;
  /** Set where the library is on a Qdrant server. */
  readonly qdrant?: QdrantPlace;
  readonly model: Model;
  /** Whether `model` was asked for, rather than being the default. */
  readonly modelChosen: boolean;
  /** Tokens for the documents; undefined: what the model's window leaves. */
  readonly budgetTokens?: number;
  /** Number of chunks; undefined: the command's own default. */
  readonly topK?: number;
  readonly password?: string;
  /** How documents are read. */
  readonly reading: Pick<IngestOptions, "password" | "ocr" | "ocrLanguages"> & { readonly vision?: Vision };
  /** `ingest`, `enqueue`: say what there is to do and what vision would cost, and do nothing. */
  readonly plan: boolean;
  /** `show` only: where the picture goes. */
  readonly output?: string;
  /** `inspect` only: print the document as Markdown. */
  readonly markdown: boolean;
  /** `inspect` only: absolute path of the folder for pictures of the pages as they are understood. */
  readonly overlay?: string;
  /** `inspect` only: absolute path of the folder for pictures of the figures. */
  readonly figures?: string;
  /** Address of the Redis server that holds the queue; undefined: the library's own queue. */
  readonly redis?: string;
  readonly batch?: string;
  /** 1 to 1,000, lower first. */
  readonly priority?: number;
  /** Absolute path of a JSONL file that names documents. */
  readonly manifest?: string;
  /** `jobs` only: show a bar until all is done. */
  readonly follow: boolean;
  /** Which dead letters: by a job's id, by the code of the failure. */
  readonly job?: string;
  readonly code?: string;
}

const positive = z
  .string()
  .regex(/^0*[1-9]\d*$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

const schema = z.object({
  library: z.string().min(1),
  // An empty variable of the environment is as good as none.
  qdrant: z.string().optional(),
  collection: z.string().min(1),
  model: z.string().min(1).optional(),
  budget: positive.optional(),
  top: positive.optional(),
  password: z.string().optional(),
  ocr: z.boolean().default(true),
  ocrLanguage: z
    .string()
    .regex(/^[a-z]{2,}(?:[-_][a-z]+)*(?:[+,][a-z]{2,}(?:[-_][a-z]+)*)*$/i)
    .optional(),
  output: z.string().min(1).optional(),
  markdown: z.boolean().default(false),
  overlay: z.string().min(1).optional(),
  figures: z.string().min(1).optional(),
  vision: z.boolean().default(false),
  visionBatch: z.boolean().default(false),
  visionScans: z.boolean().default(false),
  plan: z.boolean().default(false),
  costBudget: z
    .string()
    .regex(/^\$?\d*\.?\d+$/)
    .transform((text) => Number(text.replace("$", "")))
    .optional(),
  redis: z.string().min(1).optional(),
  batch: z.string().min(1).optional(),
  priority: positive.pipe(z.number().max(LOWEST_PRIORITY)).optional(),
  manifest: z.string().min(1).optional(),
  follow: z.boolean().default(false),
  job: z.string().min(1).optional(),
  code: z.string().min(1).optional(),
});

const EXPECTED: Readonly<Record<string, string>> = {
  budget: "a positive whole number of tokens",
  top: "a positive whole number",
  costBudget: "an amount of US dollars, such as 2.50",
  ocrLanguage: "languages by their codes, such as de or deu+eng",
  priority: `a whole number from 1 (first) to ${LOWEST_PRIORITY.toLocaleString("en")}`,
};

/** @throws UsageError `usage.option`, `usage.model-unknown`, `usage.model-retired`, `usage.vision`, `usage.vision-key` */
export function checkOptions(flags: Readonly<Record<string, unknown>>): Options {
  const { success, data, error } = schema.safeParse(flags);
  if (!success) {
    const name = String(error.issues[0]?.path[0]);
    throw new UsageError(
      "usage.option",
      `--${flagOf(name)} takes ${EXPECTED[name] ?? "a value"}, not "${String(flags[name])}".`,
      { input: String(flags[name]) },
    );
  }
  const library = resolve(data.library);
  const model = findModel(data.model ?? DEFAULT_MODEL);
  const vision = visionOptions(data, model.id, library);
  return {
    library,
    ...(data.qdrant ? { qdrant: qdrantPlace(data.qdrant, data.collection) } : {}),
    model,
    modelChosen: data.model !== undefined,
    ...(data.budget === undefined ? {} : { budgetTokens: data.budget }),
    ...(data.top === undefined ? {} : { topK: data.top }),
    ...(data.password === undefined ? {} : { password: data.password }),
    reading: {
      ocr: data.ocr ? "auto" : "off",
      ...(data.password === undefined ? {} : { password: data.password }),
      ...(data.ocrLanguage === undefined ? {} : { ocrLanguages: [data.ocrLanguage] }),
      ...(vision === undefined ? {} : { vision }),
    },
    plan: data.plan,
    ...(data.output === undefined ? {} : { output: resolve(data.output) }),
    markdown: data.markdown,
    ...(data.overlay === undefined ? {} : { overlay: resolve(data.overlay) }),
    ...(data.figures === undefined ? {} : { figures: resolve(data.figures) }),
    ...(data.redis === undefined ? {} : { redis: data.redis }),
    ...(data.batch === undefined ? {} : { batch: data.batch }),
    ...(data.priority === undefined ? {} : { priority: data.priority }),
    ...(data.manifest === undefined ? {} : { manifest: resolve(data.manifest) }),
    follow: data.follow,
    ...(data.job === undefined ? {} : { job: data.job }),
    ...(data.code === undefined ? {} : { code: data.code }),
  };
}

/** `ocrLanguage` is written `ocr-language`. */
function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function qdrantPlace(url: string, collection: string): QdrantPlace {
  const apiKey = process.env["LONGDOC_QDRANT_API_KEY"];
  return { url, collection, ...(apiKey ? { apiKey } : {}) };
}

/** @throws UsageError `usage.question-empty`, `usage.question-too-long` */
export function checkQuestion(question: string): string {
  const trimmed = question.trim();
  if (trimmed === "") {
    throw new UsageError("usage.question-empty", "The question is empty.", {
      hint: "Put it in quotes, before the paths.",
    });
  }
  if (trimmed.length > MAX_QUESTION_CHARACTERS) {
    throw new UsageError(
      "usage.question-too-long",
      `The question has ${trimmed.length.toLocaleString("en")} characters; at most ${MAX_QUESTION_CHARACTERS.toLocaleString("en")} are allowed.`,
      { input: `${trimmed.slice(0, 40)}…`, hint: "Put a long text in a file, and ask about the file." },
    );
  }
  return trimmed;
}
