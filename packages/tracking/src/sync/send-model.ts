import type { LoggedModel } from "../entities/model.js";
import type { Run } from "../entities/run.js";
import { MANIFEST, manifestFor } from "../run/bundle-manifest.js";
import { sendArtifacts } from "./send-artifacts.js";
import { metricIdentity } from "./send-metrics.js";
import { attemptOnce, type Part, type RunSyncItem, sendParts } from "./sync-item.js";

/** Prefix of a tag of a run's copy. The id of a model follows; the value of the tag is the id of the model's copy. */
const MODEL_TAG = "imdb.sync.model.";

/** The copies of models that the tags of a run's copy name, by the ids of the models, and their links to the run. */
export function copiedModels({ tags, outputs }: Run) {
  const ids: Record<string, string> = {};
  const links: [string, string][] = [];
  for (const [key, id] of Object.entries(tags)) {
    if (!key.startsWith(MODEL_TAG)) continue;
    const modelId = key.slice(MODEL_TAG.length);
    ids[modelId] = id;
    const output = outputs.find((output) => output.modelId === id);
    if (output) links.push([`link of model ${modelId}`, String(output.step)]);
  }
  return { ids, links };
}

/**
 * Sends a logged model of a run that has a copy: its record, files, status, link to its run, and metrics.
 *
 * @returns False when a later sync must try again. A part that the server refused counts as done.
 */
export async function sendModel(item: RunSyncItem, modelId: string): Promise<boolean> {
  let isContentDone = true;
  const isDone = await attemptOnce(item, `model ${modelId}`, async () => {
    const model = await item.context.from.getLoggedModel(modelId);
    isContentDone = await sendContent(item, model, await copyOf(item, model));
  });
  return isDone && isContentDone;
}

/** The id of a model's copy, which is created when there is none. */
async function copyOf({ context, run, sent }: RunSyncItem, model: LoggedModel): Promise<string> {
  const { modelId, name, modelType, params, tags } = model;
  const known = sent.models[modelId];
  if (known !== undefined) return known;
  const { to, counts } = context;
  const { experimentId } = (await to.getRun(sent.id)).info;
  const request = /[0-9a-f]{32}$/.exec(modelId)?.[0];
  const given = { experimentId, name, modelType, sourceRunId: sent.id, params, tags };
  const { modelId: id } = await to.createLoggedModel({ ...given, request });
  await to.logBatch(sent.id, { tags: { [MODEL_TAG + modelId]: id } });
  counts.models++;
  sent.models[modelId] = id;
  context.save(run.info.runId, sent);
  return id;
}

async function sendContent(item: RunSyncItem, model: LoggedModel, id: string): Promise<boolean> {
  const { context, run, sent } = item;
  const { to } = context;
  const { modelId, status, metrics } = model;
  const suffix = ` of model ${modelId}`;
  const filesDone = await sendArtifacts(item, {
    source: { modelId },
    target: { modelId: id },
    sourceUri: model.artifactUri,
    suffix,
    rewrite: () => rewrittenFiles(item, model, id),
  });
  const parts: Part[] = [];
  const add = (name: string, fingerprint: string, send: Part["send"]) =>
    parts.push({ name: name + suffix, fingerprint, send });
  // The status is sent after the files: a model that is READY is complete.
  if (status !== "PENDING") add("status", status, () => to.finalizeLoggedModel(id, status));
  const step = run.outputs.find((output) => output.modelId === modelId)?.step;
  if (step !== undefined) add("link", String(step), () => to.logOutputs(sent.id, [{ modelId: id, step }]));
  if (metrics.length > 0) {
    add("metrics", String(metrics.length), async () => {
      const existing = new Set((await to.getLoggedModel(id)).metrics.map(metricIdentity));
      const missing = metrics.filter((metric) => !existing.has(metricIdentity(metric)));
      if (missing.length === 0) return;
      await to.logBatch(sent.id, { metrics: missing.map((metric) => ({ ...metric, modelId: id })) });
    });
  }
  const partsDone = await sendParts(item, parts);
  return filesDone && partsDone;
}

/**
 * The files of a bundle that have another content in the copy: `MLmodel`, which contains the ids of the model and its
 * run and the URI of its artifacts, and the manifest, which contains the hash of `MLmodel`.
 */
async function rewrittenFiles(
  { context: { from, to }, sent }: RunSyncItem,
  { modelId, artifactUri, sourceRunId }: LoggedModel,
  id: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const owner = { modelId };
  const names = (await from.artifacts.list(owner)).map(({ path }) => path);
  const files = new Map<string, Uint8Array>();
  if (!names.includes("MLmodel")) return files;
  const copy = await to.getLoggedModel(id);
  const text = Buffer.from(await from.artifacts.read(owner, "MLmodel"))
    .toString()
    .replaceAll(artifactUri, copy.artifactUri)
    .replaceAll(modelId, id)
    .replaceAll(sourceRunId || modelId, sent.id);
  files.set("MLmodel", Buffer.from(text));
  if (names.includes(MANIFEST)) {
    files.set(MANIFEST, manifestFor(await from.artifacts.read(owner, MANIFEST), Buffer.from(text)));
  }
  return files;
}
