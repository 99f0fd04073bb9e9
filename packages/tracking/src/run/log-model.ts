import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { type LoggedModel, modelUriOf } from "../entities/model.js";
import type { Metric, RunIdentity } from "../entities/run.js";
import { InvalidTrackedValue } from "../errors.js";
import { textOf } from "../process/os-error.js";
import { ensureVersion } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { filesBelow } from "./artifact-tree.js";
import { MANIFEST, manifestFor } from "./bundle-manifest.js";
import { environmentTags } from "./environment-tags.js";

/** How a model is kept. */
export interface ModelOptions {
  /** Its name among the experiment's models: no / \ : . % or quotes. */
  readonly name: string;
  /** Default `imdb`. */
  readonly modelType?: string;
  /** When in training it was made; default 0. What the run has logged with this step so far is linked to it. */
  readonly step?: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Texts to predict as an example; kept as `input_example.json` beside the model. */
  readonly inputExample?: readonly string[];
  /** Registers it as a new version of a model of this name, which is made when missing. */
  readonly registeredModelName?: string;
}

/** Where a logged model is. */
export interface LoggedModelLink {
  readonly modelId: string;
  /** As MLflow's clients take it: `models:/m-…`, or `runs:/…/name` on a server before MLflow 3. */
  readonly modelUri: string;
  readonly artifactUri: string;
  /** The version it was registered as, when it was; of a synced store, once the server has it. */
  readonly version: string | undefined;
}

/**
 * Keeps a bundle as a logged model: create, copy its files, mark it READY, link it to the run. When copying
 * fails the model is marked FAILED, so that nobody loads half of one.
 */
export async function logModel(
  store: TrackingStore,
  { experimentId, runId }: RunIdentity,
  lastMetrics: readonly Metric[],
  bundleFolder: string,
  options: ModelOptions,
): Promise<LoggedModelLink> {
  const { name, modelType = "imdb", step = 0, params = {}, tags = {} } = options;
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
    const own = Buffer.from(mlmodel + identity(model, options));
    await store.artifacts.putBytes(owner, "MLmodel", own);
    const manifest = textOf(join(bundleFolder, MANIFEST));
    if (manifest !== undefined) {
      // With the size and hash of the `MLmodel` of this copy, so that the copy is a bundle too.
      await store.artifacts.putBytes(owner, MANIFEST, manifestFor(Buffer.from(manifest), own));
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

/** Who made it and from what code, as MLflow's page of a model shows it. */
async function sourceTags(): Promise<Record<string, string>> {
  const tags = Object.entries(await environmentTags());
  return Object.fromEntries(tags.filter(([key]) => key.startsWith("mlflow.")));
}

async function readMlmodel(bundleFolder: string): Promise<string> {
  const path = join(bundleFolder, "MLmodel");
  try {
    const text = await readFile(path, "utf8");
    if (text.includes("flavors:")) return text.endsWith("\n") ? text : `${text}\n`;
  } catch (cause) {
    throw fileFailure("read", path, cause);
  }
  throw InvalidTrackedValue.create({ what: "model file", key: path, problem: "it names no flavors" });
}

/** What the same bundle has no place for: which run made this copy, and when. */
function identity(model: LoggedModel, options: ModelOptions): string {
  const lines = [
    `artifact_path: ${JSON.stringify(model.artifactUri)}`,
    `model_id: ${model.modelId}`,
    `model_uuid: ${model.modelId.slice(-32)}`,
    `run_id: ${model.sourceRunId}`,
    `utc_time_created: '${new Date(model.creationTime).toISOString().replace("T", " ").replace("Z", "")}'`,
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
