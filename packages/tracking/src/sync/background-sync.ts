import type { SmallFiles } from "../file-store/small-file.js";
import { type SyncedFolder, type SyncProgress, sendFolder } from "./send-folder.js";

/** Milliseconds between a change and its sending. Further changes in this time are sent with it. */
const DELAY = 500;
const MAX_DELAY = 15_000;

/** Sends the content of a folder in the background. */
export type BackgroundSync = ReturnType<typeof startSync>;

/**
 * Starts to send the content of a folder: what earlier processes did not send, and each run that is marked as changed.
 * Only one pass runs at a time, also when several processes have the folder open. While something is not sent, passes
 * are repeated with growing delays.
 *
 * The process stays alive until it has tried once to send each change. Later tries do not keep it alive, so that it can
 * end while the server is unreachable.
 *
 * @param onProgress  Called after each pass that sent something, or failed to.
 */
export function startSync(folder: SyncedFolder, onProgress: (progress: SyncProgress) => void) {
  const changedRuns = new Set<string>();
  let isEverythingChanged = true;
  let delay = DELAY;
  let isUnreachable = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let lastPass: Promise<unknown> = Promise.resolve();
  schedule(DELAY);

  function schedule(ms: number): void {
    if (isStopped || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      lastPass = lastPass.then(() => pass());
    }, ms);
    // A repeated pass does not keep the process alive: the next process sends what is left.
    if (delay > DELAY) timer.unref();
  }

  /** Sends what has changed. Never rejects: failures are in the progress. */
  async function pass(prepare?: (files: SmallFiles) => void): Promise<SyncProgress | undefined> {
    if (!isEverythingChanged && changedRuns.size === 0) return undefined;
    const runs = isEverythingChanged ? undefined : new Set(changedRuns);
    isEverythingChanged = false;
    changedRuns.clear();
    const progress = await sendFolder(folder, runs, prepare);
    isUnreachable = progress.isUnreachable;
    if (progress.waiting > 0) {
      delay = Math.min(delay * 2, MAX_DELAY);
      isEverythingChanged = true;
      schedule(delay);
    } else delay = DELAY;
    const { runs: completed, metrics, artifacts, models, versions, waiting, refused } = progress;
    if (completed + metrics + artifacts + models + versions + waiting + refused.length > 0)
      onProgress(progress);
    return progress;
  }

  return {
    /** Whether the server was unreachable in the last pass. */
    isUnreachable: () => isUnreachable,
    /** Marks a run as changed; without an id, anything else in the folder. */
    markChanged(runId?: string): void {
      if (runId === undefined) isEverythingChanged = true;
      else changedRuns.add(runId);
      schedule(DELAY);
    },
    /**
     * Looks at everything in the folder, and sends what is not on the server.
     *
     * @param prepare  See {@link sendFolder}.
     */
    async sendAll(prepare?: (files: SmallFiles) => void): Promise<SyncProgress> {
      const next = lastPass.then(() => {
        isEverythingChanged = true;
        return pass(prepare);
      });
      lastPass = next;
      return (await next)!;
    },
    stop(): void {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
