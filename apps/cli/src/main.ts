#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// A good part of the start would otherwise go into compiling what has not changed since the last one; so it would in
// the threads and processes that read documents, which find the cache by the environment.
const { directory } = enableCompileCache();
if (directory !== undefined) process.env["NODE_COMPILE_CACHE"] ??= directory;

const { run } = await import("./run.ts");
process.exitCode = await run(process.argv.slice(2));
