import { utimesSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import { startThread } from "../threads/start-thread.js";

/** As text in its own address: a thread of a file would have to be found in every bundle. */
const SCRIPT = `
import { utimesSync } from "node:fs";
import { parentPort } from "node:worker_threads";
const timers = new Map();
parentPort.on("message", ({ file, everyMs }) => {
  clearInterval(timers.get(file));
  timers.delete(file);
  if (everyMs === undefined) return;
  timers.set(file, setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {}
  }, everyMs));
});`;

let thread: Worker | undefined;

/**
 * Changes the time of a file again and again, until the returned function is called. A thread does so while the calling
 * thread computes; where none can be started, the calling thread does.
 */
export function startHeartbeat(file: string, everyMs: number): () => void {
  thread ??= startBeating();
  thread?.postMessage({ file, everyMs });
  const timer = setInterval(() => beat(file), everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    thread?.postMessage({ file });
  };
}

function startBeating(): Worker | undefined {
  try {
    const started = startThread(new URL(`data:text/javascript,${encodeURIComponent(SCRIPT)}`), {});
    const forget = () => {
      if (thread === started) thread = undefined;
    };
    started.once("error", forget);
    started.once("exit", forget);
    started.unref();
    return started;
  } catch {
    // Node's permission model may forbid threads.
    return undefined;
  }
}

function beat(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Without heartbeats the lease expires, and its owner is told.
  }
}
