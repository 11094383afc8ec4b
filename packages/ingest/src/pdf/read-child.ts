/** The entry of the child process that reads pages: loads what it needs from compiled code kept by the last one. */
import { enableCompileCache } from "node:module";

// pdf.js alone is a megabyte of source: without this, compiling it is a third of a small file's time.
enableCompileCache();
const { leaveOutCanvas } = await import("./leave-out-canvas.ts");
leaveOutCanvas();
await import("./serve-reading.ts");
