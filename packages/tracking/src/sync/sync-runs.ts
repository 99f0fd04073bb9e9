import { checkOption, listOf, optional, optionsOf, runRules, text } from "@imdb/core/options";
import type { Run } from "../entities/run.js";
import { ensureExperiment } from "../store/ensure.js";
import { storeRule, type TrackingStore } from "../store/tracking-store.js";
import { sendRun } from "./send-run.js";
import type { RefusedRecord } from "./sent.js";
import { answersAfter, type SyncContext } from "./sync-item.js";

/** Which runs {@link syncRuns} copies. */
export interface SyncOptions {
  /** Names of experiments; default: all that are active. */
  readonly experiments?: readonly string[];
  /** Only runs that match; see `parseFilter`. */
  readonly filter?: string;
  /** Stops the copying before the next run. */
  readonly signal?: AbortSignal | undefined;
}

const syncOptions = optionsOf<SyncOptions, keyof SyncOptions>({
  experiments: optional(listOf(text)),
  filter: optional(text),
  signal: runRules.signal,
});

/** What {@link syncRuns} copied. */
export interface SyncReport {
  /** The id of each copy, by the id of the run. */
  readonly runs: ReadonlyMap<string, string>;
  /** The number of records that were copied, of each kind. */
  readonly metrics: number;
  readonly artifacts: number;
  readonly models: number;
  /**
   * The records that were not copied, each with its reason: the other store refused them, their copy was deleted there,
   * or their file is damaged (then the record is the path). A later call tries them again.
   */
  readonly refused: readonly RefusedRecord[];
}

/**
 * Copies runs from one store to another: from a local store to a server, from a server to another, or from a server to
 * a local store. Copies parameters, tags, all metric records, datasets, artifacts and logged models, with their times.
 * A copy has the tag `imdb.sync.source`; a second call, also after an interruption, adds what is new and copies nothing
 * twice. What cannot be copied keeps nothing else back: see `refused` of the report.
 *
 * @throws `INVALID_OPTION`, and what the two stores throw when they are unreachable.
 * @example no-run
 * await syncRuns(fileStore("./mlruns"), restStore("http://localhost:5000"), { experiments: ["sentiment"] });
 */
export async function syncRuns(
  from: TrackingStore,
  to: TrackingStore,
  options: SyncOptions = {},
): Promise<SyncReport> {
  checkOption("from", from, storeRule, "syncRuns");
  checkOption("to", to, storeRule, "syncRuns");
  const { experiments, filter, signal } = syncOptions.resolve(options, "syncRuns");
  const runs = new Map<string, string>();
  const refused: RefusedRecord[] = [];
  const context = copyContext(from, to, runs, refused);
  for (const experiment of await from.listExperiments()) {
    if (experiments && !experiments.includes(experiment.name)) continue;
    const sources = await allRuns(from, experiment.experimentId, filter, refused);
    if (sources.length === 0 && !experiments) continue;
    const { experimentId } = await ensureExperiment(to, experiment.name, experiment.tags);
    // Parents start before their children, so a child finds its parent's copy.
    for (const run of sources.sort((a, b) => a.info.startTime - b.info.startTime)) {
      signal?.throwIfAborted();
      refused.push(...(await copyRun(context, experimentId, run)));
    }
  }
  await to.flush();
  return { runs, ...context.counts, refused };
}

/** Copies a run. Returns what was refused of it. */
async function copyRun(context: SyncContext, experimentId: string, run: Run): Promise<RefusedRecord[]> {
  try {
    return (await sendRun(context, experimentId, run, undefined)).refused;
  } catch (cause) {
    if (!(await context.canContinueAfter(cause))) throw cause;
    const reason = String((cause as Error).message ?? cause);
    return [{ runId: run.info.runId, record: "run", reason }];
  }
}

/** Nothing is known of earlier copies: each run is compared with its copy. */
function copyContext(
  from: TrackingStore,
  to: TrackingStore,
  runs: Map<string, string>,
  refused: RefusedRecord[],
): SyncContext {
  return {
    from,
    to,
    counts: { metrics: 0, artifacts: 0, models: 0 },
    copyOfRun: (runId) => runs.get(runId),
    isRefused: () => false,
    async unsent({ info, latestMetrics }) {
      const journalled = [];
      for (const { key } of latestMetrics) {
        for (const metric of await from.getMetricHistory(info.runId, key)) {
          journalled.push({ metric, file: key, end: 0 });
        }
      }
      return { journalled, foreign: [] };
    },
    isComplete: () => false,
    save(runId, { id }) {
      if (id !== "") runs.set(runId, id);
    },
    markIncomplete() {},
    canContinueAfter: (cause) => answersAfter(to, cause),
    postpone: (runId, record, cause) =>
      void refused.push({ runId, record, reason: String((cause as Error).message ?? cause) }),
  };
}

async function allRuns(
  store: TrackingStore,
  experimentId: string,
  filter: string | undefined,
  refused: RefusedRecord[],
): Promise<Run[]> {
  const runs: Run[] = [];
  let pageToken: string | undefined;
  do {
    const search = { experimentIds: [experimentId], pageToken, ...(filter && { filter }) };
    const page = await store.searchRuns(search);
    runs.push(...page.items);
    // Every page names all that is damaged.
    if (pageToken === undefined)
      for (const { path, problem } of page.damaged ?? [])
        refused.push({ runId: "", record: path, reason: problem });
    pageToken = page.nextPageToken;
  } while (pageToken);
  return runs;
}
