import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Codec, encodeBundle, type FittedClassifier, type FittedVectorizer } from "@imdb/core";
import { loadBundle, saveBundle } from "@imdb/runtime/bundles";
import { expect, test } from "vitest";
import { createTracker, fileStore } from "../index.js";

const vectorizer = { kind: "toy-vectorizer", params: {}, featureCount: 1 } as FittedVectorizer;
const classifier = { kind: "toy-classifier", params: {}, featureCount: 1, classes: ["no", "yes"] };
const codecs = [vectorizer, classifier].map(({ kind }) => ({
  kind,
  version: 1,
  encode: () => ({ params: {}, tensors: { [kind]: { shape: [1], data: Float64Array.of(1) } } }),
  decode: () => (kind === vectorizer.kind ? vectorizer : classifier),
})) as unknown as Codec[];

test("a logged bundle is a valid bundle: it loads with the version of the original", async () => {
  const folder = await mkdtemp(join(tmpdir(), "log-model-"));
  try {
    const files = encodeBundle(
      { vectorizer, classifier: classifier as unknown as FittedClassifier },
      {
        name: "toy",
        trainingData: { version: `sha256:${"0".repeat(64)}`, documents: 1, source: "made here" },
        metrics: {},
        seed: 1,
        libraries: {},
      },
      codecs,
    );
    const bundle = join(folder, "bundle");
    await saveBundle(files, bundle);
    const experiment = await createTracker({ store: fileStore(join(folder, "mlruns")) }).setExperiment("e");
    const { artifactUri } = await experiment.startRun({}, (run) =>
      run.logModel(bundle, { name: "toy", inputExample: ["a film"] }),
    );
    const logged = await loadBundle(fileURLToPath(artifactUri), codecs);
    expect(logged.manifest.version).toBe((await loadBundle(bundle, codecs)).manifest.version);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
