/** The entry of the child process: loads what it serves with from compiled code kept by the last one. */
import { enableCompileCache } from "node:module";

// pdf.js alone is a megabyte of source: without this, compiling it is a third of a small file's time.
enableCompileCache();
await import("./serve.ts");
