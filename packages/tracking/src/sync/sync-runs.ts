import type { Run } from "../entities/run.js";
import { artifactFiles } from "../run/artifact-tree.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import type { TrackingStore } from "../store/tracking-store.js";

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

/** The tag of a copy that names the run it was made of. */
const SOURCE_TAG = "imdb.sync.source";

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
  const counts = { metrics: 0, artifacts: 0, models: 0 };
  for (const experiment of await from.listExperiments()) {
    if (experiments && !experiments.includes(experiment.name)) continue;
    const sources = await allRuns(from, experiment.experimentId, filter);
    if (sources.length === 0 && !experiments) continue;
    const there = await to.getExperimentByName(experiment.name);
    const experimentId = there?.experimentId ?? (await to.createExperiment(experiment.name, experiment.tags));
    // Parents are older than their children, so that a child finds its parent's copy.
    for (const run of sources.sort((a, b) => a.info.startTime - b.info.startTime)) {
      signal?.throwIfAborted();
      const copy = await findOrCreate(to, experimentId, run, runs);
      runs.set(run.info.runId, copy.info.runId);
      await copyRun(from, to, run, copy, counts);
    }
  }
  await to.flush();
  return { runs, ...counts };
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

async function findOrCreate(
  to: TrackingStore,
  experimentId: string,
  run: Run,
  copies: ReadonlyMap<string, string>,
): Promise<Run> {
  const filter = `tags.\`${SOURCE_TAG}\` = '${run.info.runId}'`;
  const { items } = await to.searchRuns({ experimentIds: [experimentId], filter, view: "ALL" });
  if (items[0]) return items[0];
  const parent = run.tags["mlflow.parentRunId"];
  const parentCopy = parent === undefined ? undefined : copies.get(parent);
  const { runName, userId, startTime, runId } = run.info;
  const tags = {
    ...run.tags,
    ...(parentCopy !== undefined && { "mlflow.parentRunId": parentCopy }),
    [SOURCE_TAG]: runId,
  };
  return to.createRun({ experimentId, runName, userId, startTime, tags });
}

async function copyRun(
  from: TrackingStore,
  to: TrackingStore,
  run: Run,
  copy: Run,
  counts: { metrics: number; artifacts: number; models: number },
): Promise<void> {
  const target = copy.info.runId;
  const { "mlflow.parentRunId": _parent, ...tags } = run.tags;
  await to.logBatch(target, { params: run.params, tags });
  for (const { key } of run.latestMetrics) {
    const there = new Set(
      (await to.getMetricHistory(target, key)).map((m) => `${m.step} ${m.timestamp} ${m.value}`),
    );
    const history = await from.getMetricHistory(run.info.runId, key);
    // Which model one measures is copied with the model.
    const metrics = history
      .filter((m) => !there.has(`${m.step} ${m.timestamp} ${m.value}`))
      .map(({ modelId: _, ...metric }) => metric);
    if (metrics.length > 0) await to.logBatch(target, { metrics });
    counts.metrics += metrics.length;
  }
  if (run.inputs.length > copy.inputs.length) await to.logInputs(target, run.inputs);
  counts.artifacts += await copyArtifacts(from, to, { runId: run.info.runId }, { runId: target });
  counts.models += await copyModels(from, to, run, copy);
  const { status, endTime } = run.info;
  if (status !== copy.info.status)
    await to.updateRun(target, { status, ...(endTime !== undefined && { endTime }) });
}

/** Copies the files that are not there with the same size. */
async function copyArtifacts(
  from: TrackingStore,
  to: TrackingStore,
  source: ArtifactOwner,
  target: ArtifactOwner,
): Promise<number> {
  const there = new Map((await artifactFiles(to.artifacts, target)).map((file) => [file.path, file.size]));
  let copied = 0;
  for (const { path, size } of await artifactFiles(from.artifacts, source)) {
    if (there.get(path) === size) continue;
    await to.artifacts.putBytes(target, path, await from.artifacts.read(source, path));
    copied++;
  }
  return copied;
}

/** A model's copy is known by a tag of the run's copy: an interrupted one is made anew. */
async function copyModels(from: TrackingStore, to: TrackingStore, run: Run, copy: Run): Promise<number> {
  let copied = 0;
  for (const { modelId, step } of run.outputs) {
    const marker = `imdb.sync.model.${modelId}`;
    if (copy.tags[marker] !== undefined) continue;
    const model = await from.getLoggedModel(modelId);
    const { experimentId, runId } = copy.info;
    const { name, modelType, params, tags } = model;
    const made = await to.createLoggedModel({
      experimentId,
      name,
      modelType,
      sourceRunId: runId,
      params,
      tags,
    });
    await copyArtifacts(from, to, { modelId }, { modelId: made.modelId });
    await to.finalizeLoggedModel(made.modelId, model.status === "FAILED" ? "FAILED" : "READY");
    await to.logOutputs(runId, [{ modelId: made.modelId, step }]);
    const metrics = model.metrics.map((metric) => ({ ...metric, modelId: made.modelId }));
    await to.logBatch(runId, { metrics, tags: { [marker]: made.modelId } });
    copied++;
  }
  return copied;
}
