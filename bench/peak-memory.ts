import { readdirSync, readFileSync } from "node:fs";

/**
 * Watches the resident memory of this process and of those that it starts (Linux; elsewhere this process alone).
 * Pages that they share, as those of Node's own program, count once.
 */
export function peakMemory(): { stop: () => number } {
  let peak = 0;
  const sample = (): void => {
    peak = Math.max(peak, ownAndChildren());
  };
  // Adding up a process's pages takes the kernel some 10 ms.
  const timer = setInterval(sample, 250);
  timer.unref();
  return {
    stop: () => {
      sample();
      clearInterval(timer);
      // A process that blocks its own timer cannot sample itself: the kernel's high-water mark does.
      return Math.max(peak, process.resourceUsage().maxRSS / 1024);
    },
  };
}

/** Megabytes. */
function ownAndChildren(): number {
  if (process.platform !== "linux") return process.memoryUsage.rss() / 1024 ** 2;
  let kilobytes = proportionalKilobytes(process.pid);
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = /^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, "utf8"))?.[1];
      if (Number(parent) === process.pid) kilobytes += proportionalKilobytes(Number(entry));
    } catch {
      // It ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

function proportionalKilobytes(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
}
