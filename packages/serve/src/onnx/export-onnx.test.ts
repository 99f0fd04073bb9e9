import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeBundle, encodeBundle, type ModelBundle, withRole } from "@imdb/core";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { logisticRegression, trainCodecs } from "@imdb/train";
import { describe, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { createPredictor } from "../predictor/predictor.js";
import { ARCHIVE, realExamples } from "../testing/real-reviews.js";
import { toyBundle } from "../testing/toy-model.js";
import { trainedFiles } from "../testing/trained-model.js";
import { exportOnnx } from "./export-onnx.js";

const SCRIPT = fileURLToPath(new URL("../../../../tools/parity/serve/onnx.py", import.meta.url));
const python = toolFor("peers", "ONNX export in onnxruntime");
const heavyArchive = toolFor(["heavy", "archive"], "ONNX export on 25,000 real reviews");

const corpus = [
  ["a good, good film about the café", "pos"],
  ["such a boring film; bad acting", "neg"],
  ["the plot was bad but the end was good", "pos"],
  ["bad bad bad", "neg"],
  ["average film, nothing more", "meh"],
  ["an average evening with an average plot", "meh"],
] as const;

async function trained(
  labels: readonly string[],
  options: Parameters<typeof tfidfVectorizer>[0],
): Promise<ModelBundle> {
  const examples = corpus.filter(([, label]) => labels.includes(label));
  const classes = [...labels].sort();
  const { vectorizer, matrix } = await tfidfVectorizer(options).fitTransform(
    withRole(
      "train",
      examples.map(([text]) => text),
    ),
  );
  const codes = Int32Array.from(examples, ([, label]) => classes.indexOf(label));
  const classifier = await logisticRegression({}).fit(matrix, { role: "train", classes, codes });
  const info = {
    name: "small",
    trainingData: {
      version: `sha256:${"0".repeat(64)}` as const,
      documents: examples.length,
      source: "test",
    },
    metrics: {},
    seed: 0,
    libraries: {},
  };
  const codecs = [...featureCodecs, ...trainCodecs];
  return decodeBundle(encodeBundle({ vectorizer, classifier }, info, codecs), codecs);
}

const texts = [
  ...corpus.map(([text]) => text),
  "",
  "unknown words only here",
  "GOOD good GOOD film, the café was good",
  "bad but good",
];

describe.skipIf(!python)("in onnxruntime", () => {
  test.each([
    ["sublinear, pairs", ["neg", "pos"], { ngramRange: [1, 2], sublinearTf: true }],
    ["plain counts", ["neg", "pos"], { norm: null, useIdf: false }],
    ["binary, l1", ["neg", "pos"], { binary: true, norm: "l1" }],
    ["binary and sublinear", ["neg", "pos"], { binary: true, sublinearTf: true }],
    ["pairs alone, three classes", ["meh", "neg", "pos"], { ngramRange: [2, 2] }],
    ["three classes", ["meh", "neg", "pos"], { ngramRange: [1, 3], sublinearTf: true }],
  ] as const)("returns the probabilities of the predictor within 1e-5: %s", async (_, labels, options) => {
    await expectSame(await trained(labels, options as Parameters<typeof tfidfVectorizer>[0]), texts);
  });

  test.skipIf(!heavyArchive)(
    "returns the probabilities of the predictor within 1e-5: 25,000 real reviews",
    async () => {
      const { train, test } = await realExamples(ARCHIVE!);
      expect(test).toHaveLength(25_000);
      const bundle = decodeBundle(await trainedFiles(train), [...featureCodecs, ...trainCodecs]);
      const reviews = test.map((example) => example.text);
      await expectSame(bundle, reviews);
    },
    900_000,
  );
});

/** Scores the texts with onnxruntime and with a predictor. */
async function expectSame(bundle: ModelBundle, texts: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "onnx-"));
  const [model, input, output] = ["model.onnx", "texts.jsonl", "out.json"].map((name) => join(folder, name));
  await writeFile(model!, exportOnnx(bundle));
  await writeFile(input!, texts.map((text) => JSON.stringify({ text })).join("\n"));
  execFileSync(python!, [SCRIPT, model!, input!, output!], { stdio: "pipe" });
  const scored = JSON.parse(await readFile(output!, "utf8")) as [string, number[]][];
  await rm(folder, { recursive: true });
  const ours = createPredictor(bundle).predictBatch(texts);
  expect(scored).toHaveLength(texts.length);
  scored.forEach(([label, probabilities], i) => {
    const expected = Object.values(ours[i]!.probabilities);
    const apart = Math.max(...probabilities.map((p, c) => Math.abs(p - expected[c]!)));
    if (!(apart < 1e-5)) expect.fail(`row ${i}: ${probabilities} for ${expected}`);
    // Where two probabilities are nearly equal, rounding may change the label.
    const [first, second] = [...expected].sort((a, b) => b - a);
    if (first! - second! > 1e-5 && label !== ours[i]!.label)
      expect.fail(`row ${i}: ${label} for ${ours[i]!.label}`);
  });
}

test("the same bundle has the same ONNX bytes", async () => {
  const bundle = await trained(["neg", "pos"], {});
  expect(exportOnnx(bundle)).toEqual(exportOnnx(bundle));
});

test("features that ONNX cannot count are refused", () => {
  expect(() => exportOnnx(toyBundle())).toThrow(/n-grams of words/);
  const opaque = { ...toyBundle(), classifier: { ...toyBundle().classifier, coef: undefined } as never };
  expect(() => exportOnnx(opaque)).toThrow(/not linear/);
});
