import { join } from "node:path";
import { integer, listOf, optional, optionsOf, recordOf, text } from "@imdb/core/options";
import { absolutePath, readPlainBytes, readPlainFile } from "@imdb/runtime/files";
import { type LoggedModel, modelUriOf } from "../entities/model.js";
import type { Metric, RunIdentity } from "../entities/run.js";
import { InvalidTrackedValue } from "../errors.js";
import { utcTime } from "../mlflow/values.js";
import { ensureVersion } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { filesBelow } from "./artifact-tree.js";
import { MANIFEST, manifestFor } from "./bundle-manifest.js";
import { environmentTags } from "./environment-tags.js";

/** The greatest `manifest.json` and `MLmodel` of a bundle, in bytes. */
const MAX_BYTES = 4 << 20;

/** Options of `run.logModel`. */
export interface ModelOptions {
  /** Its name, without / \ : . % and quotes. Two models may have the same name. */
  readonly name: string;
  /** Default `imdb`. */
  readonly modelType?: string;
  /** The training step that it was made at; default 0. The run's last metrics of this step are linked to it. */
  readonly step?: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Example inputs; kept in `input_example.json` in the model's folder. */
  readonly inputExample?: readonly string[];
  /** Registers it as a new version of the registered model of this name, which is created when missing. */
  readonly registeredModelName?: string;
}

const modelOptions = optionsOf<ModelOptions, "inputExample" | "registeredModelName">({
  name: text,
  modelType: ["imdb", text],
  step: [0, integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)],
  params: [{}, recordOf(text)],
  tags: [{}, recordOf(text)],
  inputExample: optional(listOf(text)),
  registeredModelName: optional(text),
});

/** The ids and addresses of a logged model. */
export interface LoggedModelLink {
  readonly modelId: string;
  /** The URI that MLflow's clients take: `models:/m-…`, or `runs:/…/name` on a server before MLflow 3. */
  readonly modelUri: string;
  readonly artifactUri: string;
  /** The version it was registered as; `undefined` when it was not, or while a synced store waits for its server. */
  readonly version: string | undefined;
}

/**
 * Keeps a bundle as a logged model: creates the model, copies the files, marks it READY and links it to the run. When
 * copying fails the model is marked FAILED, so that nobody loads an incomplete one.
 */
export async function logModel(
  store: TrackingStore,
  { experimentId, runId }: RunIdentity,
  lastMetrics: readonly Metric[],
  givenFolder: string,
  given: ModelOptions,
): Promise<LoggedModelLink> {
  const options = modelOptions.resolve(given, "logModel");
  const { name, modelType, step, params, tags } = options;
  const bundleFolder = absolutePath(givenFolder);
  const mlmodel = await readMlmodel(bundleFolder);
  const model = await store.createLoggedModel({
    experimentId,
    name,
    modelType,
    sourceRunId: runId,
    params,
    tags: { ...(await sourceTags()), ...tags },
  });
  const owner = { modelId: model.modelId };
  try {
    for (const file of await filesBelow(bundleFolder)) {
      if (file !== "MLmodel" && file !== MANIFEST)
        await store.artifacts.putFile(owner, file, join(bundleFolder, ...file.split("/")));
    }
    if (options.inputExample) {
      await store.artifacts.putBytes(owner, "input_example.json", inputExample(options.inputExample));
    }
    const own = Buffer.from(mlmodel + copyLines(model, options));
    await store.artifacts.putBytes(owner, "MLmodel", own);
    const manifest = readPlainFile(join(bundleFolder, MANIFEST), MAX_BYTES);
    if (manifest !== undefined) {
      // It has the size and hash of the `MLmodel` of this copy, so the copy is a valid bundle too.
      await store.artifacts.putBytes(owner, MANIFEST, manifestFor(manifest, own));
    }
  } catch (cause) {
    await store.finalizeLoggedModel(model.modelId, "FAILED");
    throw cause;
  }
  await store.finalizeLoggedModel(model.modelId, "READY");
  await store.logOutputs(runId, [{ modelId: model.modelId, step }]);
  const modelUri = modelUriOf(model.modelId);
  const measured = lastMetrics.filter((metric) => metric.step === step);
  if (measured.length > 0) {
    await store.logBatch(runId, {
      metrics: measured.map((metric) => ({ ...metric, modelId: model.modelId })),
    });
  }
  const version =
    options.registeredModelName === undefined
      ? undefined
      : await register(store, options.registeredModelName, model, runId);
  return { modelId: model.modelId, modelUri, artifactUri: model.artifactUri, version };
}

/** The tags of the user and the code, which MLflow shows on the page of a model. */
async function sourceTags(): Promise<Record<string, string>> {
  const tags = Object.entries(await environmentTags());
  return Object.fromEntries(tags.filter(([key]) => key.startsWith("mlflow.")));
}

async function readMlmodel(bundleFolder: string): Promise<string> {
  const path = join(bundleFolder, "MLmodel");
  const text = (await readPlainBytes(path, { limit: MAX_BYTES })).toString("utf8");
  if (text.includes("flavors:")) return text.endsWith("\n") ? text : `${text}\n`;
  throw InvalidTrackedValue.create({ what: "model file", key: path, problem: "it names no flavors" });
}

/**
 * The lines of `MLmodel` that differ in every copy of a bundle: its id, its run, the URI of its artifacts, its time.
 */
function copyLines(model: LoggedModel, options: Pick<ModelOptions, "inputExample">): string {
  const lines = [
    `artifact_path: ${JSON.stringify(model.artifactUri)}`,
    `model_id: ${model.modelId}`,
    `model_uuid: ${model.modelId.slice(-32)}`,
    `run_id: ${model.sourceRunId}`,
    `utc_time_created: '${utcTime(model.creationTime)}'`,
  ];
  if (options.inputExample) {
    lines.push(
      "saved_input_example_info:",
      "  artifact_path: input_example.json",
      "  pandas_orient: split",
      "  type: dataframe",
    );
  }
  return `${lines.join("\n")}\n`;
}

function inputExample(texts: readonly string[]): Uint8Array {
  return Buffer.from(`${JSON.stringify({ columns: ["text"], data: texts.map((text) => [text]) })}\n`);
}

async function register(
  { registry }: TrackingStore,
  name: string,
  { modelId }: LoggedModel,
  runId: string,
): Promise<string | undefined> {
  const version = { name, source: `models:/${modelId}`, runId, modelId };
  if (registry.registerVersion) return (await registry.registerVersion(version))?.version;
  return (await ensureVersion(registry, version)).version;
}
