import type { EndStatus } from "../entities/run.js";
import type { TrackingStore } from "../store/tracking-store.js";

// Runs that are open in this process. When it goes down by a signal or process.exit, stores that can (the local
// one) end them at once, so that no run stays RUNNING for ever. kill -9 leaves them RUNNING: nobody can tell.

const open = new Map<string, TrackingStore>();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends a run as the process goes down, until the returned function is called. */
export function watchRun(store: TrackingStore, runId: string): () => void {
  if (open.size === 0) listen();
  open.set(runId, store);
  return () => {
    open.delete(runId);
    if (open.size === 0) unlisten();
  };
}

function endAll(status: EndStatus): void {
  for (const [runId, store] of open) {
    try {
      store.endRunNow?.(runId, status);
    } catch {
      // The process is going down; there is nobody left to tell, and the other runs still have to be ended.
    }
  }
  open.clear();
}

function onExit(code: number): void {
  endAll(code === 0 ? "KILLED" : "FAILED");
}

function onSignal(signal: NodeJS.Signals): void {
  // Whoever else listens decides what a signal means: perhaps to cancel the work, and end its runs by that.
  if (process.listenerCount(signal) > 1) return;
  endAll("KILLED");
  unlisten();
  process.kill(process.pid, signal);
}

function listen(): void {
  process.on("exit", onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", onExit);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
