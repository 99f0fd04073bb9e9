import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createTracker,
  type FileStore,
  fileStore,
  lineage,
  minimumGain,
  NoRollback,
  PromotionRefused,
  promote,
  rollback,
} from "../index.js";

let dir: string;
let store: FileStore;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "registry-"));
  store = fileStore(join(dir, "mlruns"));
  await writeFile(join(dir, "MLmodel"), "flavors:\n  imdb: {}\n");
});

afterEach(() => rm(dir, { recursive: true, force: true }));

/** A run of one accuracy whose model becomes a new version of `sentiment`. */
async function trained(accuracy: number): Promise<string> {
  const experiment = await createTracker({ store }).setExperiment("sentiment");
  return experiment.startRun({}, async (run) => {
    await run.logMetrics({ accuracy });
    await run.logInput({ name: "imdb", digest: "v1", source: "aclImdb", context: "train" });
    const { version } = await run.logModel(dir, { name: "lr", registeredModelName: "sentiment" });
    return version!;
  });
}

const gate = minimumGain("accuracy", 0.01);
const name = "sentiment";

test("a better candidate becomes champion, a worse one is refused, and both decisions are recorded", async () => {
  await promote(store, { name, version: await trained(0.9), gate });
  const worse = await trained(0.905);
  const error = await promote(store, { name, version: worse, gate }).catch((cause: unknown) => cause);
  expect(PromotionRefused.is(error)).toBe(true);
  expect((await store.registry.getVersionByAlias(name, "champion")).version).toBe("1");
  const better = await promote(store, { name, version: await trained(0.92), gate });
  expect(better).toMatchObject({ version: "3", previous: "1" });
  expect((await store.registry.getVersionByAlias(name, "champion")).version).toBe("3");

  const decisions = await Promise.all(
    ["1", "2", "3"].map(async (version) => {
      const { tags } = await store.registry.getModelVersion(name, version);
      const { passed, against } = JSON.parse(tags["imdb.promotion.champion"] ?? "{}");
      return [passed, against];
    }),
  );
  expect(decisions).toEqual([
    [true, null],
    [false, "1"],
    [true, "1"],
  ]);
});

test("metrics of models with other positive classes are not compared, and the record says which classes they have", async () => {
  const labels = ["fraud", "legit"];
  const hash = `sha256:${"0".repeat(64)}`;
  const part = { kind: "k", version: 1, params: {}, tensors: [] };
  const facts = {
    schemaVersion: 1,
    name: "n",
    version: hash,
    labels,
    parts: { vectorizer: part, classifier: part },
  };
  const trainingData = { version: hash, documents: 2, source: "s" };
  const more = { trainingData, metrics: {}, seed: 0, libraries: {}, files: {} };
  async function about(positive: string, accuracy: number) {
    await writeFile(join(dir, "manifest.json"), JSON.stringify({ ...facts, ...more, positive }));
    return trained(accuracy);
  }
  await promote(store, { name, version: await about("fraud", 0.8), gate });
  const version = await about("legit", 0.9);
  await expect(promote(store, { name, version, gate })).rejects.toMatchObject({
    code: "PROMOTION_REFUSED",
    message: expect.stringContaining('the new model is about "legit", the model in service is about "fraud"'),
  });
  const { tags } = await store.registry.getModelVersion(name, version);
  expect(JSON.parse(tags["imdb.promotion.champion"]!)).toMatchObject({
    candidatePositive: "legit",
    championPositive: "fraud",
  });
  const better = await promote(store, { name, version: await about("fraud", 0.95), gate });
  expect(better.previous).toBe("1");
});

test("rollback goes back one version, and fails when there is no earlier one", async () => {
  for (const accuracy of [0.5, 0.6, 0.7])
    await promote(store, { name, version: await trained(accuracy), gate });
  expect(await rollback(store, { name, reason: "drift" })).toMatchObject({ version: "2", previous: "3" });
  expect(await rollback(store, { name, reason: "drift" })).toMatchObject({ version: "1", previous: "2" });
  const error = await rollback(store, { name, reason: "drift" }).catch((cause: unknown) => cause);
  expect(NoRollback.is(error)).toBe(true);
  expect((await store.registry.getVersionByAlias(name, "champion")).version).toBe("1");
});

test("rollback goes back to a version whose alias was set by hand", async () => {
  await trained(0.5);
  await store.registry.setAlias(name, "champion", "1");
  await promote(store, { name, version: await trained(0.6), gate });
  expect((await rollback(store, { name, reason: "test" })).version).toBe("1");
});

test("lineage finds the model, the run, the data and the code of a version", async () => {
  await promote(store, { name, version: await trained(0.9), gate });
  const found = await lineage(store, name, { alias: "champion" });
  expect(found.model).toMatchObject({ name: "lr", status: "READY" });
  expect(found.run?.metrics).toEqual({ accuracy: 0.9 });
  expect(found.datasets).toMatchObject([{ name: "imdb", digest: "v1" }]);
  expect(found.gitCommit).toBe(found.run?.tags["mlflow.source.git.commit"]);
});

test("a gate without the metric refuses, also NaN", async () => {
  const gateOf = (metrics: Record<string, number>) => gate(metrics, undefined);
  expect(await gateOf({})).toMatchObject({ passed: false });
  expect(await gateOf({ accuracy: Number.NaN })).toMatchObject({ passed: false });
  expect(await gateOf({ accuracy: 0.1 })).toMatchObject({ passed: true });
});
