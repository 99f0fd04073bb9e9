import {
  type BundleFiles,
  bundleFromTar,
  bundleToTar,
  canonicalJson,
  createSplit,
  decodeBundle,
  encodeBundle,
  hashBytes,
  ImdbError,
  labelsOf,
  seededRandom,
} from "@imdb/core";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { logisticRegression, trainCodecs } from "@imdb/train";
import { beforeAll, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { createPredictor } from "./predictor.js";

const RUNS = rounds(60, 10_000);
const PATIENCE_MS = 120_000;
const codecs = [...featureCodecs, ...trainCodecs];
let files: BundleFiles;

beforeAll(async () => {
  const examples = ["good film", "bad film", "a good café", "bad, bad plot"].map((text, i) => ({
    id: String(i),
    text,
    label: i % 2 ? "neg" : "pos",
  }));
  const split = createSplit("train", examples, `sha256:${"0".repeat(64)}`);
  const { vectorizer, matrix } = await tfidfVectorizer({ ngramRange: [1, 2] }).fitTransform(split.texts);
  const classifier = await logisticRegression({}).fit(matrix, labelsOf(split));
  const info = {
    name: "small",
    trainingData: { version: split.version, documents: 4, source: "test" },
    metrics: {},
    seed: 0,
    libraries: {},
  };
  files = encodeBundle({ vectorizer, classifier }, info, codecs);
});

/** Loads and uses a bundle: a model that answers with probabilities, or a typed error; nothing else. */
function attempt(load: () => BundleFiles): "refused" | "answers" {
  try {
    const predictor = createPredictor(decodeBundle(load(), codecs));
    const { probabilities } = predictor.predict("a good bad film");
    for (const p of Object.values(probabilities)) {
      if (!(p >= 0 && p <= 1)) throw new Error(`a mutated bundle gave the probability ${p}`);
    }
    return "answers";
  } catch (error) {
    if (ImdbError.isInstance(error) && error.kind !== "internal") return "refused";
    throw error;
  }
}

/** Makes the manifest agree with changed files, as an attacker would: hashes keep out accidents, not intent. */
function signed(changed: BundleFiles, manifest: Record<string, unknown>): BundleFiles {
  const listed = [...changed].filter(([name]) => name !== "manifest.json");
  const entries = listed.map(([name, bytes]) => [
    name,
    { bytes: bytes.length, sha256: hashBytes(bytes).slice("sha256:".length) },
  ]);
  const text = JSON.stringify({ ...manifest, files: Object.fromEntries(entries) });
  return new Map([...changed, ["manifest.json", new TextEncoder().encode(text)]]);
}

const manifestOf = () => JSON.parse(new TextDecoder().decode(files.get("manifest.json")!));

test(
  `${RUNS} mutations of the archive's bytes are refused, or change nothing that is read`,
  () => {
    const random = seededRandom(1);
    const tar = bundleToTar(files);
    for (let i = 0; i < RUNS; i++) {
      let bytes = tar.slice();
      for (let n = random.integer(4); n >= 0; n--) bytes[random.integer(bytes.length)] = random.integer(256);
      if (random.integer(4) === 0) bytes = bytes.slice(0, random.integer(bytes.length));
      attempt(() => bundleFromTar(bytes));
    }
  },
  PATIENCE_MS,
);

test(
  `${RUNS} mutations of the tensors, with their hashes made right, are refused or still answer`,
  () => {
    const random = seededRandom(2);
    const manifest = manifestOf();
    const tensors = files.get("model.safetensors")!;
    const header = Number(new DataView(tensors.buffer, tensors.byteOffset).getBigUint64(0, true)) + 8;
    const outcomes = new Set<string>();
    for (let i = 0; i < RUNS; i++) {
      const bytes = tensors.slice();
      const end = random.integer(2) === 0 ? header : bytes.length;
      for (let n = random.integer(3); n >= 0; n--) bytes[random.integer(end)] = random.integer(256);
      const changed = new Map(files).set("model.safetensors", bytes);
      outcomes.add(attempt(() => signed(changed, manifest)));
    }
    expect(outcomes).toContain("refused");
  },
  PATIENCE_MS,
);

test("sizes in a header are checked before anything is allocated for them", () => {
  const manifest = manifestOf();
  const huge = { dtype: "F64", shape: [2 ** 40], data_offsets: [0, 2 ** 43] };
  for (const header of [
    { a: huge },
    { a: { ...huge, shape: [2 ** 31, 2 ** 31] } },
    { a: { ...huge, shape: [-1] } },
  ]) {
    const json = new TextEncoder().encode(canonicalJson(header));
    const bytes = new Uint8Array(8 + json.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    const before = process.memoryUsage().arrayBuffers;
    expect(attempt(() => signed(new Map(files).set("model.safetensors", bytes), manifest))).toBe("refused");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  }
});

test(
  `${RUNS} mutations of the manifest are refused or still answer`,
  () => {
    const random = seededRandom(3);
    const odd = [null, -1, 1e308, 2 ** 53, "", "__proto__", [], {}, true, [[]], "a".repeat(10_000), 0.5];
    for (let i = 0; i < RUNS; i++) {
      const manifest = manifestOf();
      for (let n = random.integer(2); n >= 0; n--) mutate(manifest, random, odd);
      attempt(() => signed(files, manifest));
    }
  },
  PATIENCE_MS,
);

/** Puts something odd in place of a value anywhere in a document, or takes it away. */
function mutate(
  root: Record<string, unknown>,
  random: ReturnType<typeof seededRandom>,
  odd: readonly unknown[],
): void {
  let at: Record<string, unknown> = root;
  for (;;) {
    const keys = Object.keys(at);
    if (keys.length === 0) return;
    const key = keys[random.integer(keys.length)]!;
    const inner = at[key];
    if (typeof inner === "object" && inner !== null && random.integer(5) > 0) {
      at = inner as Record<string, unknown>;
      continue;
    }
    if (random.integer(5) === 0) delete at[key];
    else at[key] = odd[random.integer(odd.length)];
    return;
  }
}
