import { createReadStream } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";

import { asError, IngestError, LongdocError, UsageError } from "@longdoc/core";
import { supportedMediaType } from "@longdoc/ingest";
import { isS3, listS3, type NewJob } from "@longdoc/queue";
import { z } from "zod";

import { findFiles } from "./find-files.ts";

export interface StreamedJob extends NewJob {
  /** Of objects in S3, whose list tells it. */
  readonly bytes?: number;
}

export interface StreamedJobs {
  readonly jobs: AsyncIterable<StreamedJob>;
  /** Filled while `jobs` is read: paths and lines that led to no document. */
  readonly failures: { readonly path: string; readonly error: LongdocError }[];
  /** Files of other types, counted while `jobs` is read. */
  readonly skipped: { count: number };
}

export interface StreamOptions {
  readonly paths: readonly string[];
  readonly manifest?: string;
  readonly priority?: number;
  readonly signal: AbortSignal;
}

/** The jobs that paths and a manifest stand for, one after the other: a folder of a million files is never held whole. */
export function streamJobs(options: StreamOptions): StreamedJobs {
  const failures: { path: string; error: LongdocError }[] = [];
  const skipped = { count: 0 };
  const { priority } = options;
  const job = (source: string, own: { priority?: number; bytes?: number } = {}): StreamedJob => ({
    source,
    ...(priority === undefined ? {} : { priority }),
    ...own,
  });

  async function* all(): AsyncGenerator<StreamedJob> {
    for (const path of options.paths) {
      try {
        yield* from(path);
      } catch (error) {
        if (!(error instanceof LongdocError)) throw error;
        failures.push({ path, error });
      }
    }
    if (options.manifest !== undefined) yield* manifest(options.manifest);
  }

  async function* from(path: string): AsyncGenerator<StreamedJob> {
    if (isS3(path)) {
      for await (const { source, bytes } of listS3(path, options.signal)) {
        if (supportedMediaType(source) === undefined) skipped.count += 1;
        else yield job(source, { bytes });
      }
      return;
    }
    if (await isFolder(path)) {
      let empty = true;
      for await (const file of walk(resolve(path))) {
        if (supportedMediaType(file) === undefined) skipped.count += 1;
        else {
          empty = false;
          yield job(file);
        }
      }
      // It says why.
      if (empty) failures.push(...(await findFiles([path])).failures);
      return;
    }
    const found = await findFiles([path]);
    failures.push(...found.failures);
    skipped.count += found.skipped;
    for (const file of found.files) yield job(file);
  }

  async function* manifest(path: string): AsyncGenerator<StreamedJob> {
    const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
    let number = 0;
    try {
      for await (const line of lines) {
        number += 1;
        if (line.trim() === "") continue;
        try {
          const entry = readLine(line);
          const source = isS3(entry.source) ? entry.source : resolve(dirname(path), entry.source);
          yield job(source, entry.priority === undefined ? {} : { priority: entry.priority });
        } catch (thrown) {
          failures.push({ path: `${path}:${number}`, error: badLine(path, number, thrown) });
        }
      }
    } catch (thrown) {
      throw new IngestError(
        "file.unreadable",
        `The manifest "${path}" cannot be read: ${asError(thrown).message}.`,
        {
          input: path,
          hint: "Check the path and its permissions.",
          cause: thrown,
        },
      );
    }
  }

  return { jobs: all(), failures, skipped };
}

const entry = z.union([
  z.string().min(1),
  z.object({ source: z.string().min(1), priority: z.number().int().min(1).max(1_000).optional() }),
]);

function readLine(line: string): { source: string; priority?: number } {
  const read = entry.parse(JSON.parse(line));
  if (typeof read === "string") return { source: read };
  return { source: read.source, ...(read.priority === undefined ? {} : { priority: read.priority }) };
}

function badLine(path: string, line: number, cause: unknown): UsageError {
  return new UsageError("usage.manifest", `Line ${line} of "${path}" names no document.`, {
    input: `${path}:${line}`,
    hint: 'Write "PATH" or {"source": "PATH", "priority": 10} on each line.',
    cause,
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Files below a folder; hidden ones and node_modules are left out, as everywhere. */
async function* walk(folder: string): AsyncGenerator<string> {
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for await (const item of await opendir(next)) {
      if (item.name.startsWith(".") || item.name === "node_modules") continue;
      const path = join(next, item.name);
      if (item.isDirectory()) folders.push(path);
      else if (item.isFile()) yield path;
      else if (item.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile()) yield path;
    }
  }
}
