import { type ChildProcess, execFile, fork } from "node:child_process";
import { readFile } from "node:fs/promises";

import { IngestError } from "@longdoc/core";

/** Memory, array buffers included, above which a child is killed. */
export const DEFAULT_MEMORY_LIMIT_BYTES: number = 1024 ** 3;
const MEMORY_CHECK_MS = 250;
/** What a new process may take to load its code, on a machine that is busy, before its time limit counts. */
const START_MS = 10_000;

export type Exit = "crashed" | "timeout" | "memory" | "cancelled";

/** A child process that serves one request at a time, with limits that it cannot escape. */
export interface Sandbox<Request, Reply> {
  /** Sends a request; the replies follow from `receive`. */
  send(request: Request): void;
  /**
   * The next reply; the first one may take 10 s longer, since the process has to start.
   *
   * @throws ExitError when the process ends before it, `timeoutMs` included
   */
  receive(timeoutMs: number): Promise<Reply>;
  /** Ends the process at once. */
  kill(why: Exit): void;
  /** Bytes of memory that the process holds now; 0 where the system does not tell. */
  memory(): Promise<number>;
  readonly alive: boolean;
  /** Lets the program end although the process waits for its next request. */
  release(): void;
  acquire(): void;
}

export class ExitError extends Error {
  readonly exit: Exit;
  constructor(exit: Exit) {
    super(`the reading process ended: ${exit}`);
    this.exit = exit;
  }
}

export function startSandbox<Request, Reply>(entry: URL, memoryLimitBytes: number): Sandbox<Request, Reply> {
  const source = entry.pathname.endsWith(".ts");
  const child: ChildProcess = fork(entry, [], {
    serialization: "advanced",
    execArgv: [
      ...(source ? ["--conditions=@longdoc/source"] : []),
      "--disable-warning=ExperimentalWarning",
      // Pages make much short-lived garbage. V8's own nursery begins at 1 MB, which delays the first page by a tenth,
      // and grows larger, which keeps 100 MB more and gains nothing.
      "--min-semi-space-size=16",
      "--max-semi-space-size=16",
      // V8 lets the heap grow to several times what is in use: by half costs nothing measurable, and a long file a third
      // of the memory. To ask for collections instead drops optimised code: a third more time.
      "--heap-growing-percent=50",
      // Most of a process's time goes to code that is not yet optimised: a twentieth less.
      "--always-sparkplug",
      // The limit counts array buffers, which V8's own does not; this one only gives a cleaner death.
      `--max-old-space-size=${Math.ceil(memoryLimitBytes / 1024 ** 2)}`,
    ],
    // Each of glibc's arenas, one for each of V8's threads, keeps what it once held: a tenth of the process's memory.
    env: { MALLOC_ARENA_MAX: "1", ...process.env },
    // Output of the engine is noise to the user, and must never reach standard output.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const queue: Reply[] = [];
  let waiting:
    | { resolve: (reply: Reply) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
    | undefined;
  let exit: Exit | undefined;
  let alive = true;
  let started = false;

  const fail = (): void => {
    if (!waiting) return;
    clearTimeout(waiting.timer);
    waiting.reject(new ExitError(exit ?? "crashed"));
    waiting = undefined;
  };
  const kill = (why: Exit): void => {
    exit ??= why;
    alive = false;
    child.kill("SIGKILL");
  };
  child.on("message", (reply) => {
    started = true;
    if (waiting) {
      clearTimeout(waiting.timer);
      const { resolve } = waiting;
      waiting = undefined;
      resolve(reply as Reply);
    } else queue.push(reply as Reply);
  });
  const memoryTimer = setInterval(() => {
    if (!waiting || child.pid === undefined) return;
    void residentMemory(child.pid).then((bytes) => {
      if (bytes > memoryLimitBytes) kill("memory");
    });
  }, MEMORY_CHECK_MS);
  memoryTimer.unref();
  const ended = (): void => {
    alive = false;
    clearInterval(memoryTimer);
    fail();
  };
  child.on("exit", ended);
  child.on("error", ended);

  return {
    send: (request) => {
      child.send(request as object, () => undefined);
    },
    receive: (timeoutMs) => {
      if (queue.length > 0) return Promise.resolve(queue.shift()!);
      if (!alive) return Promise.reject(new ExitError(exit ?? "crashed"));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => kill("timeout"), started ? timeoutMs : timeoutMs + START_MS);
        waiting = { resolve, reject, timer };
      });
    },
    kill,
    memory: () => (child.pid === undefined ? Promise.resolve(0) : residentMemory(child.pid)),
    get alive() {
      return alive;
    },
    release: () => {
      child.unref();
      child.channel?.unref();
    },
    acquire: () => {
      child.ref();
      child.channel?.ref();
    },
  };
}

async function residentMemory(pid: number): Promise<number> {
  if (process.platform === "linux") {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  }
  if (process.platform === "win32") return 0;
  return new Promise((resolve) => {
    execFile("ps", ["-o", "rss=", "-p", String(pid)], (error, output) =>
      resolve(error ? 0 : Number(output) * 1024),
    );
  });
}

/** The error for a caller whose request ended with its process; its code begins with `kind`. */
export function exitToIngestError(exit: Exit, source: string, kind: "pdf" | "file"): IngestError {
  switch (exit) {
    case "timeout":
      return new IngestError(`${kind}.timeout`, `"${source}" took too long to read.`, {
        input: source,
        hint: "The file may be damaged or built to stall a reader.",
      });
    case "memory":
      return new IngestError(`${kind}.memory`, `"${source}" needs more memory than allowed.`, {
        input: source,
        hint: "Raise memoryLimitBytes if the file can be trusted.",
      });
    case "crashed":
      return new IngestError(`${kind}.crashed`, `Reading "${source}" ended the process that read it.`, {
        input: source,
        hint: "The file may be damaged.",
      });
    case "cancelled":
      return new IngestError("file.cancelled", `Reading "${source}" was cancelled.`, { input: source });
  }
}
