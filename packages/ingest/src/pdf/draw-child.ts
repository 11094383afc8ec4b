/** The entry of the child process that draws pages. */
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("./serve-drawing.ts");
