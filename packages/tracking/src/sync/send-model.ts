import type { LoggedModel } from "../entities/logged-model.js";
import type { Run } from "../entities/run.js";
import { MANIFEST, manifestFor } from "../run/bundle-manifest.js";
import { sendArtifacts } from "./send-artifacts.js";
import { identity } from "./send-metrics.js";
import { type Attempt, once, type Sending } from "./sending.js";
import { MODEL_TAG, type SentModel, type SentRun } from "./sent.js";

/**
 * Sends a logged model: its record, files, status, link to its run, and what was measured of it.
 *
 * @param sent    What is known of its run, which has a copy.
 * @param isSure  Whether `sent` knows everything that is there.
 * @returns Whether all of it is over.
 */
export async function sendModel(
  sending: Sending,
  run: Run,
  sent: SentRun,
  modelId: string,
  isSure: boolean,
  attempt: Attempt,
): Promise<boolean> {
  const model = await sending.from.getLoggedModel(modelId);
  const name = `model ${model.name}`;
  sent.models[modelId] ??= await createCopy(sending, sent, model);
  const known = sent.models[modelId]!;
  sending.save(run.info.runId, sent);
  const files = await sendArtifacts(
    sending,
    {
      source: { modelId },
      target: { modelId: known.id },
      sourceUri: model.artifactUri,
      sent: known.artifacts,
      isSure,
      rewrite: () => ownFiles(sending, model, known, sent.id),
    },
    (record, work) => attempt(`${record} of ${name}`, work),
  );
  const rest = await once(sent, attempt)(name, () => finish(sending, run, sent, model, known));
  return files.over && rest;
}

async function createCopy({ to, counts }: Sending, sent: SentRun, model: LoggedModel): Promise<SentModel> {
  const { experimentId } = (await to.getRun(sent.id)).info;
  const { modelId, name, modelType, params, tags } = model;
  const request = /[0-9a-f]{32}$/.exec(modelId)?.[0];
  const about = { experimentId, name, modelType, sourceRunId: sent.id, params, tags };
  const { modelId: id } = await to.createLoggedModel({ ...about, request });
  await to.logBatch(sent.id, { tags: { [MODEL_TAG + modelId]: id } });
  counts.models++;
  return { id, status: "PENDING", linked: false, metrics: 0, artifacts: {} };
}

/** What stands after the files: a model that says READY is whole. */
async function finish(
  { to }: Sending,
  run: Run,
  sent: SentRun,
  model: LoggedModel,
  known: SentModel,
): Promise<void> {
  if (model.status !== "PENDING" && model.status !== known.status) {
    await to.finalizeLoggedModel(known.id, model.status);
    known.status = model.status;
  }
  const output = run.outputs.find(({ modelId }) => modelId === model.modelId);
  if (output && !known.linked) {
    await to.logOutputs(sent.id, [{ modelId: known.id, step: output.step }]);
    known.linked = true;
  }
  if (model.metrics.length === known.metrics) return;
  const there = new Set((await to.getLoggedModel(known.id)).metrics.map(identity));
  const metrics = model.metrics
    .filter((metric) => !there.has(identity(metric)))
    .map((metric) => ({ ...metric, modelId: known.id }));
  if (metrics.length > 0) await to.logBatch(sent.id, { metrics });
  known.metrics = model.metrics.length;
}

/**
 * The files of a bundle that say whose copy it is, for the copy: an `MLmodel` names the model, its run and its
 * address, and the manifest holds the hash of the `MLmodel`.
 */
async function ownFiles(
  { from, to }: Sending,
  { modelId, artifactUri, sourceRunId }: LoggedModel,
  known: SentModel,
  runCopy: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const owner = { modelId };
  const names = (await from.artifacts.list(owner)).map(({ path }) => path);
  const files = new Map<string, Uint8Array>();
  if (!names.includes("MLmodel")) return files;
  const copy = await to.getLoggedModel(known.id);
  const text = Buffer.from(await from.artifacts.read(owner, "MLmodel")).toString();
  const mlmodel = Buffer.from(
    text
      .replaceAll(artifactUri, copy.artifactUri)
      .replaceAll(modelId, known.id)
      .replaceAll(sourceRunId || modelId, runCopy),
  );
  files.set("MLmodel", mlmodel);
  if (names.includes(MANIFEST)) {
    files.set(MANIFEST, manifestFor(await from.artifacts.read(owner, MANIFEST), mlmodel));
  }
  return files;
}
