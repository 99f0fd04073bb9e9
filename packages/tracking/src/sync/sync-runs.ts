import type { Run } from "../entities/run.js";
import { ensureExperiment } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { sendRun } from "./send-run.js";
import type { Sending } from "./sending.js";

/** What to copy. */
export interface SyncOptions {
  /** Names of experiments; default: all that are active. */
  readonly experiments?: readonly string[];
  /** Only runs that match; see `parseFilter`. */
  readonly filter?: string;
  readonly signal?: AbortSignal | undefined;
}

/** What was copied. */
export interface SyncReport {
  /** Run ids, from → to. */
  readonly runs: ReadonlyMap<string, string>;
  readonly metrics: number;
  readonly artifacts: number;
  readonly models: number;
}

/**
 * Copies runs from one store to another: a local store to a server, a server to another, and back. Parameters,
 * tags, all metric records, datasets, artifacts and logged models, with their times. A copy carries the tag
 * `imdb.sync.source`; copying again, also after an interruption, adds what is new and doubles nothing.
 *
 * @example no-run
 * await syncRuns(fileStore("./mlruns"), restStore("http://localhost:5000"), { experiments: ["sentiment"] });
 */
export async function syncRuns(
  from: TrackingStore,
  to: TrackingStore,
  { experiments, filter, signal }: SyncOptions = {},
): Promise<SyncReport> {
  const runs = new Map<string, string>();
  const sending = copying(from, to, runs);
  for (const experiment of await from.listExperiments()) {
    if (experiments && !experiments.includes(experiment.name)) continue;
    const sources = await allRuns(from, experiment.experimentId, filter);
    if (sources.length === 0 && !experiments) continue;
    const { experimentId } = await ensureExperiment(to, experiment.name, experiment.tags);
    // Parents are older than their children, so that a child finds its parent's copy.
    for (const run of sources.sort((a, b) => a.info.startTime - b.info.startTime)) {
      signal?.throwIfAborted();
      await sendRun(sending, experimentId, run, undefined);
    }
  }
  await to.flush();
  return { runs, ...sending.counts };
}

/** A copy knows nothing of earlier ones: it compares with what is there, and ends with the first failure. */
function copying(from: TrackingStore, to: TrackingStore, runs: Map<string, string>): Sending {
  return {
    from,
    to,
    counts: { metrics: 0, artifacts: 0, models: 0 },
    copyOfRun: (runId) => runs.get(runId),
    async unsent({ info, latestMetrics }) {
      const journalled = [];
      for (const { key } of latestMetrics) {
        for (const metric of await from.getMetricHistory(info.runId, key)) {
          journalled.push({ metric, file: key, end: 0 });
        }
      }
      return { journalled, foreign: [] };
    },
    isSure: () => false,
    save: (runId, { id }) => void runs.set(runId, id),
    doubt() {},
    goesOnAfter: async () => false,
    leave() {},
  };
}

async function allRuns(
  store: TrackingStore,
  experimentId: string,
  filter: string | undefined,
): Promise<Run[]> {
  const runs: Run[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.searchRuns({
      experimentIds: [experimentId],
      pageToken,
      ...(filter && { filter }),
    });
    runs.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return runs;
}
