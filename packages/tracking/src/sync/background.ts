import { type SyncedFolder, type SyncProgress, sendFolder } from "./send-folder.js";

/** Milliseconds from a change to its sending: what changes meanwhile goes with it. */
const DELAY = 500;
const LONGEST_WAIT = 15_000;

/** Sends a folder's content while the process does something else. */
export type BackgroundSync = ReturnType<typeof startSync>;

/**
 * Starts sending what is in a folder: what earlier processes left, and what is touched. One pass runs at a time, of all
 * processes that have the folder open. While something waits, passes are tried again after growing pauses.
 *
 * A process does not end before what was touched has been tried once. A server that is away does not keep it.
 *
 * @param onProgress  Told of every pass that did anything, or could not.
 */
export function startSync(folder: SyncedFolder, onProgress: (progress: SyncProgress) => void) {
  const touched = new Set<string>();
  let everything = true;
  let wait = DELAY;
  let isAway = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  schedule(DELAY);

  function schedule(ms: number): void {
    if (stopped || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      last = last.then(pass);
    }, ms);
    // What could not be sent is sent by the next process, should this one have nothing else to do.
    if (wait > DELAY) timer.unref();
  }

  /** One pass over what was touched; it never rejects. */
  async function pass(): Promise<SyncProgress | undefined> {
    if (!everything && touched.size === 0) return undefined;
    const runs = everything ? undefined : new Set(touched);
    everything = false;
    touched.clear();
    const progress = await sendFolder(folder, runs);
    isAway = progress.isAway;
    if (progress.waiting > 0) {
      wait = Math.min(wait * 2, LONGEST_WAIT);
      everything = true;
      schedule(wait);
    } else wait = DELAY;
    const { runs: whole, metrics, artifacts, models, versions, waiting, refused } = progress;
    if (whole + metrics + artifacts + models + versions + waiting + refused.length > 0) onProgress(progress);
    return progress;
  }

  return {
    /** Whether the last pass found its server away. */
    isAway: () => isAway,
    /** Tells that a run has changed, or, without one, anything else. */
    touch(runId?: string): void {
      if (runId === undefined) everything = true;
      else touched.add(runId);
      schedule(DELAY);
    },
    /** Looks at everything in the folder, and sends what is not on the server. */
    async sendAll(): Promise<SyncProgress> {
      const next = last.then(() => {
        everything = true;
        return pass();
      });
      last = next;
      return (await next)!;
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
