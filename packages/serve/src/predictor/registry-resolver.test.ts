import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFromTar } from "@imdb/core";
import { saveBundle } from "@imdb/runtime/bundles";
import { createTracker, fileStore, restStore, type TrackingStore } from "@imdb/tracking";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { toyCodecs, toyFiles } from "../testing/toy-model.js";
import { loadSource } from "./model-source.js";
import { createPredictor } from "./predictor.js";
import { registryResolver } from "./registry-resolver.js";

const heavyPeers = toolFor(["heavy", "peers"], "a model loaded from an MLflow server");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "registry-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Logs a toy bundle and registers it; gives its version. */
async function register(store: TrackingStore, bias: number): Promise<string> {
  const bundle = join(folder, `bundle-${bias}`);
  await saveBundle(toyFiles(bias), bundle);
  const experiment = await createTracker({ store }).setExperiment("serving");
  let version = "";
  await experiment.startRun({ runName: `bias ${bias}` }, async (run) => {
    const logged = await run.logModel(bundle, { name: "toy", registeredModelName: "sentiment" });
    version = logged.version!;
  });
  return version;
}

async function load(store: TrackingStore, uri: string, maxBytes?: number) {
  const options = { codecs: toyCodecs, resolve: registryResolver(store, maxBytes) };
  const noPath = () => Promise.reject(new Error("a path was asked for"));
  return createPredictor(await loadSource(uri, options, noPath));
}

/** Registers two versions, points an alias at each in turn, and loads them in every way. */
async function championIsLoaded(store: TrackingStore): Promise<void> {
  const first = await register(store, 0);
  const second = await register(store, -10);
  for (const [version, label] of [
    [first, "pos"],
    [second, "neg"],
    [first, "pos"],
  ] as const) {
    await store.registry.setAlias("sentiment", "champion", version);
    const { modelId } = await store.registry.getModelVersion("sentiment", version);
    for (const uri of ["models:/sentiment@champion", `models:/sentiment/${version}`, `models:/${modelId}`]) {
      expect((await load(store, uri)).predict("good").label, uri).toBe(label);
    }
  }
}

test("a model is loaded by alias, version and id from a folder of runs", async () => {
  const store = fileStore(join(folder, "mlruns"));
  await championIsLoaded(store);
  await expect(load(store, "models:/sentiment@nobody")).rejects.toThrow(/nobody/);
  await expect(load(store, "models:/other@champion")).rejects.toMatchObject({
    code: "REGISTERED_MODEL_NOT_FOUND",
  });
  await expect(load(store, "models:/sentiment/x")).rejects.toMatchObject({ code: "UNKNOWN_MODEL_URI" });
  await expect(load(store, "models:/sentiment@champion", 100)).rejects.toMatchObject({
    code: "MODEL_DOWNLOAD_FAILED",
  });
  await store.close();
});

test("a model that was changed in the folder of the registry is refused", async () => {
  const store = fileStore(join(folder, "touched"));
  const version = await register(store, 0);
  const { modelId } = await store.registry.getModelVersion("sentiment", version);
  const { artifactUri } = await store.getLoggedModel(modelId);
  await writeFile(join(new URL(artifactUri).pathname, "reference.json"), "{}");
  await expect(load(store, `models:/sentiment/${version}`)).rejects.toMatchObject({ code: "INVALID_BUNDLE" });
  await store.close();
});

test("the logged files are read byte for byte, except for the fields of the run", async () => {
  const store = fileStore(join(folder, "same"));
  const version = await register(store, 0);
  const tar = await registryResolver(store)(`models:/sentiment/${version}`);
  if (!(tar instanceof Uint8Array)) throw new Error("no bytes");
  const files = bundleFromTar(tar);
  const logged = toyFiles(0);
  expect([...files.keys()].sort()).toEqual([...logged.keys()].sort());
  for (const [name, bytes] of logged) {
    if (name !== "MLmodel" && name !== "manifest.json") expect(files.get(name), name).toEqual(bytes);
  }
  await store.close();
});

test.skipIf(!heavyPeers)(
  "a model is loaded from an MLflow server",
  async () => {
    const tools = new URL("../../../../tools/mlflow/server.mjs", import.meta.url);
    const { startMlflowServer } = await import(tools.href);
    const server = await startMlflowServer({ dir: join(folder, "server") });
    try {
      const store = restStore(server.url);
      await championIsLoaded(store);
      await store.close();
    } finally {
      await server.stop();
    }
  },
  180_000,
);
