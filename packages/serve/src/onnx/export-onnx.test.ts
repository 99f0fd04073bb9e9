import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type BundleInfo,
  createDecision,
  decodeBundle,
  encodeBundle,
  type ModelBundle,
  withRole,
} from "@imdb/core";
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
  deciding: Pick<BundleInfo, "positive" | "decision"> = {},
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
    ...deciding,
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

  const three = ["meh", "neg", "pos"];
  const costs = { meh: { neg: 1, pos: 1 }, neg: { meh: 1, pos: 5 }, pos: { meh: 1, neg: 1 } };

  test.each<[string, readonly string[], Pick<BundleInfo, "positive" | "decision">]>([
    ["a threshold of the second class", ["neg", "pos"], { positive: "pos", decision: { threshold: 0.65 } }],
    ["a threshold of the first class", ["neg", "pos"], { positive: "neg", decision: { threshold: 0.3 } }],
    ["costs of two classes", ["neg", "pos"], { decision: { costs: { neg: { pos: 3 }, pos: { neg: 1 } } } }],
    ["costs of three classes", three, { decision: { costs } }],
    ["a confidence", three, { decision: { abstainBelow: 0.45 } }],
    [
      "a threshold and a confidence",
      ["neg", "pos"],
      { positive: "neg", decision: { threshold: 0.3, abstainBelow: 0.6 } },
    ],
    ["costs and a confidence", three, { decision: { costs, abstainBelow: 0.5 } }],
  ])("decides as the predictor: %s", async (_, labels, deciding) => {
    const bundle = await trained(labels, {}, deciding);
    const plain = createPredictor(await trained(labels, {})).predictBatch(texts);
    const ours = createPredictor(bundle).predictBatch(texts);
    // The rule changes something, or the test could not fail.
    expect(ours.map(({ label, abstained }) => [label, abstained])).not.toEqual(
      plain.map(({ label, abstained }) => [label, abstained]),
    );
    await expectSame(bundle, texts);
  });

  test.each([
    ["the second class", "pos"],
    ["the first class", "neg"],
  ])(
    "decides as the predictor at exactly the threshold: %s",
    async (_, positive) => {
      const plain = createPredictor(await trained(["neg", "pos"], {}));
      for (const at of plain.predictBatch(texts)) {
        const threshold = at.probabilities[positive]!;
        for (const decision of [{ threshold }, { threshold, abstainBelow: at.confidence }]) {
          const bundle = await trained(["neg", "pos"], {}, { positive, decision });
          const decided = createPredictor(bundle).predictBatch(texts);
          const scored = await scoredIn(bundle, texts);
          expect(scored.map(([label]) => label)).toEqual(decided.map(({ label }) => label));
          expect(scored.map((row) => row[2] ?? undefined)).toEqual(decided.map(({ abstained }) => abstained));
        }
      }
    },
    120_000,
  );

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

/** Scores the texts with onnxruntime: label, probabilities, and whether it abstains. */
async function scoredIn(bundle: ModelBundle, texts: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "onnx-"));
  const [model, input, output] = ["model.onnx", "texts.jsonl", "out.json"].map((name) => join(folder, name));
  await writeFile(model!, exportOnnx(bundle));
  await writeFile(input!, texts.map((text) => JSON.stringify({ text })).join("\n"));
  execFileSync(python!, [SCRIPT, model!, input!, output!], { stdio: "pipe" });
  const scored = JSON.parse(await readFile(output!, "utf8")) as [string, number[], boolean | null][];
  await rm(folder, { recursive: true });
  return scored;
}

/** Scores the texts with onnxruntime and with a predictor. */
async function expectSame(bundle: ModelBundle, texts: readonly string[]): Promise<void> {
  const scored = await scoredIn(bundle, texts);
  const ours = createPredictor(bundle).predictBatch(texts);
  expect(scored).toHaveLength(texts.length);
  const { positive, decision } = bundle.manifest;
  const decide = (p: readonly number[]) =>
    createDecision({ classes: bundle.manifest.labels, positive, decision }).decide(p, 0);
  scored.forEach(([label, probabilities, abstained], i) => {
    const expected = Object.values(ours[i]!.probabilities);
    const apart = Math.max(...probabilities.map((p, c) => Math.abs(p - expected[c]!)));
    if (!(apart < 1e-5)) expect.fail(`row ${i}: ${probabilities} for ${expected}`);
    // Where a probability changes the decision by less than its rounding, the label may be another one.
    const decisions = [0, 1e-5, -1e-5].flatMap((by) =>
      expected.map((_, c) => decide(expected.map((p, k) => (k === c ? p + by : p)))),
    );
    if (new Set(decisions).size === 1 && label !== ours[i]!.label)
      expect.fail(`row ${i}: ${label} for ${ours[i]!.label}`);
    expect(abstained === null).toBe(decision?.abstainBelow === undefined);
    if (abstained !== null && Math.abs(ours[i]!.confidence - decision!.abstainBelow!) > 1e-5)
      expect(abstained, `row ${i}`).toBe(ours[i]!.abstained);
  });
}

test("the same bundle has the same ONNX bytes", async () => {
  const bundle = await trained(["neg", "pos"], {});
  expect(exportOnnx(bundle)).toEqual(exportOnnx(bundle));
});

test("the metadata has the positive class and the decision rule, and a bundle without them no field more", async () => {
  const plain = new TextDecoder("latin1").decode(exportOnnx(await trained(["neg", "pos"], {})));
  for (const name of ["imdb.positive", "imdb.decision", "abstained"]) expect(plain).not.toContain(name);
  const deciding = { positive: "neg", decision: { threshold: 0.3, abstainBelow: 0.6 } };
  const text = new TextDecoder("latin1").decode(exportOnnx(await trained(["neg", "pos"], {}, deciding)));
  expect(text).toContain('{"abstainBelow":0.6,"threshold":0.3}');
  expect(text).toContain("imdb.positive");
});

test("features that ONNX cannot count are refused", () => {
  expect(() => exportOnnx(toyBundle())).toThrow(/n-grams of words/);
  const opaque = { ...toyBundle(), classifier: { ...toyBundle().classifier, coef: undefined } as never };
  expect(() => exportOnnx(opaque)).toThrow(/not linear/);
});
