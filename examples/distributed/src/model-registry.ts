import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type BundleFiles, decodeManifest, type GateDecision } from "@imdb/core";
import { readBundleFiles, saveBundle } from "@imdb/runtime/bundles";
import { createTracker, fileStore, promote, RegisteredModelNotFound } from "@imdb/tracking";
import type { BundleName } from "./score-shard.js";

const MODEL = "sentiment";
const CHAMPION = "champion";

/** A model and the facts that the registry records. */
export interface NewModel {
  readonly files: BundleFiles;
  readonly params: Readonly<Record<string, string | number>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly dataset: { readonly name: string; readonly digest: string; readonly rows: number };
  readonly decision: GateDecision;
}

const openStore = (shared: string) => fileStore(join(shared, "mlruns"));

/** The metrics of the champion (the model in service), or `undefined` when there is none. */
export async function championMetrics(shared: string): Promise<Readonly<Record<string, number>> | undefined> {
  const store = openStore(shared);
  const version = await champion(shared);
  return version && (await store.getRun(version.runId)).metrics;
}

/** The bundle of the champion. Throws `REGISTERED_MODEL_NOT_FOUND` when there is none. */
export async function championBundle(shared: string): Promise<BundleName> {
  const store = openStore(shared);
  const { modelId } = await store.registry.getVersionByAlias(MODEL, CHAMPION);
  const path = fileURLToPath((await store.getLoggedModel(modelId)).artifactUri);
  const manifest = (await readBundleFiles(path)).get("manifest.json")!;
  return { folder: relative(shared, path).split(sep).join("/"), version: decodeManifest(manifest).version };
}

/** Logs a run with its model, registers it as a new version, and makes it the champion. Returns the version number. */
export async function registerModel(shared: string, model: NewModel): Promise<string> {
  const tracker = createTracker({ store: openStore(shared) });
  const experiment = await tracker.setExperiment(MODEL);
  const folder = await mkdtemp(join(tmpdir(), "sentiment-bundle-"));
  try {
    await saveBundle(model.files, join(folder, "bundle"));
    const version = await experiment.startRun({ runName: "training" }, async (run) => {
      await run.logParams(model.params);
      await run.logMetrics(model.metrics);
      const { name, digest, rows } = model.dataset;
      await run.logInput({ name, digest, source: name, context: "train", profile: { num_rows: rows } });
      const logged = await run.logModel(join(folder, "bundle"), { name: MODEL, registeredModelName: MODEL });
      return logged.version!;
    });
    // The gate of the flow has decided. The registry stores its verdict with the version.
    await promote(tracker.store, {
      name: MODEL,
      version,
      alias: CHAMPION,
      gate: () => model.decision,
    });
    return version;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await tracker.close();
  }
}

async function champion(shared: string) {
  try {
    return await openStore(shared).registry.getVersionByAlias(MODEL, CHAMPION);
  } catch (error) {
    if (RegisteredModelNotFound.is(error)) return undefined;
    throw error;
  }
}
