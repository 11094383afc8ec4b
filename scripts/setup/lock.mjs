import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { TOOLS } from "./paths.mjs";
import { say } from "./step.mjs";

const LOCK = join(TOOLS, "setup.lock");
const BEAT_MS = 2_000;
/** A holder that has not shown life for this long is gone, even if another process got its number. */
const ABANDONED_MS = 30_000;

/** Runs `work` while no other process sets up this folder; waits for one that does. */
export async function alone(work) {
  mkdirSync(TOOLS, { recursive: true });
  const own = join(TOOLS, `setup.${process.pid}`);
  writeFileSync(own, String(process.pid));
  let told = false;
  while (!acquire(own)) {
    if (!told) say("Waiting for another set-up of this folder …");
    told = true;
    await delay(200);
  }
  const beat = setInterval(() => utimesSync(LOCK, new Date(), new Date()), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(LOCK, { force: true });
    rmSync(own, { force: true });
  }
}

/** A hard link is made whole or not at all, so a lock always names its holder. */
function acquire(own) {
  try {
    linkSync(own, LOCK);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const holder = readLock();
  if (holder !== undefined && isAbandoned(holder)) breakLock(holder, own);
  return false;
}

function readLock() {
  try {
    return { process: Number(readFileSync(LOCK, "utf8")), aliveAt: statSync(LOCK).mtimeMs };
  } catch {
    return undefined; // released in between
  }
}

function isAbandoned(holder) {
  if (Date.now() - holder.aliveAt > ABANDONED_MS) return true;
  try {
    process.kill(holder.process, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Takes the lock away by renaming it, and puts it back if it has changed hands meanwhile. */
function breakLock(holder, own) {
  const taken = `${own}.taken`;
  try {
    renameSync(LOCK, taken);
    if (Number(readFileSync(taken, "utf8")) !== holder.process) linkSync(taken, LOCK);
  } catch {
    // Another waiter was first.
  }
  rmSync(taken, { force: true });
}
