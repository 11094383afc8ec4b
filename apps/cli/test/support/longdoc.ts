import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** What starts the command from its sources. */
const COMMAND: readonly string[] = [
  process.execPath,
  "--conditions=@longdoc/source",
  "--disable-warning=ExperimentalWarning",
  MAIN,
];

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A program with its parameters that starts the command in its turn. */
  readonly under?: readonly string[];
}

export interface Finished {
  /** Exit code, or the name of the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts `longdoc` as a process of its own, without a key unless `env` has one. */
export function start(parameters: readonly string[], options: RunOptions): Started {
  const [file, ...rest] = [...(options.under ?? []), ...COMMAND, ...parameters];
  const inherited = Object.entries(process.env).filter(([name]) => !/^(ANTHROPIC|LONGDOC)_/.test(name));
  const child = spawn(file!, rest, {
    cwd: options.cwd,
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? signal ?? "unknown", stdout, stderr }));
  });
  return { child, finished };
}

export function longdoc(parameters: readonly string[], options: RunOptions): Promise<Finished> {
  return start(parameters, options).finished;
}

/** What `--json` printed, which must be one JSON document and nothing else. */
export function json<Shape>({ stdout }: Finished): Shape {
  return JSON.parse(stdout) as Shape;
}

/** The lines of stderr that name a failure. */
export function errorLines({ stderr }: Finished): readonly string[] {
  return stderr.split("\n").filter((line) => line.startsWith("longdoc: "));
}
