import type { LoggedModel } from "../entities/model.js";
import type { Run } from "../entities/run.js";
import { MANIFEST, manifestFor } from "../run/bundle-manifest.js";
import { sendArtifacts } from "./send-artifacts.js";
import { identity } from "./send-metrics.js";
import { attemptOnce, type Part, type RunConsignment, sendParts } from "./sending.js";

/** With a model's id behind it, the tag of a run's copy that names the copy of the model. */
const MODEL_TAG = "imdb.sync.model.";

/** The copies of models that a run's copy names, by the ids of what they were made of, and the links to them. */
export function modelsOf({ tags, outputs }: Run) {
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
 * Sends a logged model of a run that has a copy: its record, files, status, link to its run, and what was measured of
 * it.
 *
 * @returns Whether all of it is over.
 */
export async function sendModel(consignment: RunConsignment, modelId: string): Promise<boolean> {
  let isWhole = true;
  const isOver = await attemptOnce(consignment, `model ${modelId}`, async () => {
    const model = await consignment.sending.from.getLoggedModel(modelId);
    isWhole = await sendContent(consignment, model, await copyOf(consignment, model));
  });
  return isOver && isWhole;
}

/** The id of a model's copy, which is made when there is none. */
async function copyOf({ sending, run, sent }: RunConsignment, model: LoggedModel): Promise<string> {
  const { modelId, name, modelType, params, tags } = model;
  const known = sent.models[modelId];
  if (known !== undefined) return known;
  const { to, counts } = sending;
  const { experimentId } = (await to.getRun(sent.id)).info;
  const request = /[0-9a-f]{32}$/.exec(modelId)?.[0];
  const about = { experimentId, name, modelType, sourceRunId: sent.id, params, tags };
  const { modelId: id } = await to.createLoggedModel({ ...about, request });
  await to.logBatch(sent.id, { tags: { [MODEL_TAG + modelId]: id } });
  counts.models++;
  sent.models[modelId] = id;
  sending.save(run.info.runId, sent);
  return id;
}

async function sendContent(consignment: RunConsignment, model: LoggedModel, id: string): Promise<boolean> {
  const { sending, run, sent } = consignment;
  const { to } = sending;
  const { modelId, status, metrics } = model;
  const suffix = ` of model ${modelId}`;
  const files = await sendArtifacts(consignment, {
    source: { modelId },
    target: { modelId: id },
    sourceUri: model.artifactUri,
    suffix,
    rewrite: () => ownFiles(consignment, model, id),
  });
  const parts: Part[] = [];
  if (status !== "PENDING") {
    // It stands after the files: a model that says READY is whole.
    parts.push({ name: `status${suffix}`, state: status, send: () => to.finalizeLoggedModel(id, status) });
  }
  const step = run.outputs.find((output) => output.modelId === modelId)?.step;
  if (step !== undefined) {
    const send = () => to.logOutputs(sent.id, [{ modelId: id, step }]);
    parts.push({ name: `link${suffix}`, state: String(step), send });
  }
  if (metrics.length > 0) {
    const send = async () => {
      const there = new Set((await to.getLoggedModel(id)).metrics.map(identity));
      const missing = metrics.filter((metric) => !there.has(identity(metric)));
      if (missing.length === 0) return;
      await to.logBatch(sent.id, { metrics: missing.map((metric) => ({ ...metric, modelId: id })) });
    };
    parts.push({ name: `metrics${suffix}`, state: String(metrics.length), send });
  }
  const rest = await sendParts(consignment, parts);
  return files && rest;
}

/**
 * The files of a bundle that say whose copy it is, for the copy: an `MLmodel` names the model, its run and its
 * address, and the manifest holds the hash of the `MLmodel`.
 */
async function ownFiles(
  { sending: { from, to }, sent }: RunConsignment,
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
