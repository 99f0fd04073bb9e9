import { setTimeout as sleep } from "node:timers/promises";
import { type Lease, takeLease } from "./lease.js";
import { type SyncedFolder, type SyncProgress, sendFolder } from "./send-folder.js";

/** Sends a folder's content while the process does something else. */
export interface BackgroundSync {
  /** Tells that a run has changed, or, without one, anything else. */
  touch(runId?: string): void;
  /** Whether the last pass found its server away. */
  readonly isAway: boolean;
  /** Looks at everything in the folder, and sends what is not on the server. */
  sendAll(): Promise<SyncProgress>;
  stop(): void;
}

type PassResult = Awaited<ReturnType<typeof sendFolder>>;

/** Milliseconds from a change to its sending: what changes meanwhile goes with it. */
const DELAY = 500;
const LONGEST_WAIT = 15_000;
/** Milliseconds after which a process looks again whether another has finished sending. */
const TURN = 50;

/**
 * Starts sending what is in a folder: what earlier processes left, and what is touched. One pass runs at a time, of all
 * processes that have the folder open. While something waits, passes are tried again after growing pauses.
 *
 * A process does not end before what was touched has been tried once. A server that is away does not keep it.
 *
 * @param lock        File of the lease.
 * @param onProgress  Told of every pass that did anything, or could not.
 */
export function startSync(
  folder: SyncedFolder,
  lock: string,
  onProgress: (progress: SyncProgress) => void,
): BackgroundSync {
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
    const progress = await inTurn(() => sendFolder(folder, runs));
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

  async function inTurn(work: () => Promise<PassResult>): Promise<PassResult> {
    let lease: Lease | undefined;
    try {
      for (lease = takeLease(lock); !lease; lease = takeLease(lock)) await sleep(TURN);
      return await work();
    } catch (problem) {
      return {
        runs: 0,
        metrics: 0,
        artifacts: 0,
        models: 0,
        versions: 0,
        waiting: 1,
        refused: [],
        problem,
        isAway: false,
      };
    } finally {
      lease?.release();
    }
  }

  return {
    get isAway() {
      return isAway;
    },
    touch(runId) {
      if (runId === undefined) everything = true;
      else touched.add(runId);
      schedule(DELAY);
    },
    async sendAll() {
      const next = last.then(() => {
        everything = true;
        return pass();
      });
      last = next;
      return (await next)!;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
