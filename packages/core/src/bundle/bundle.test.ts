import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import type { FittedClassifier } from "../contracts/classifier.js";
import type { FittedVectorizer } from "../contracts/vectorizer.js";
import { ImdbError } from "../errors/imdb-error.js";
import { seededRandom } from "../random.js";
import { decodeBundle, encodeBundle } from "./bundle.js";
import type { Codec } from "./codec.js";
import { bundleFromTar, bundleToTar } from "./tar.js";

const vectorizer = { kind: "toy-vectorizer", params: {}, featureCount: 2 } as FittedVectorizer;
const classifier = { kind: "toy-classifier", params: {}, featureCount: 2, classes: ["no", "yes"] } as never;
const codecs: Codec<never>[] = [
  {
    kind: "toy-vectorizer",
    version: 1,
    encode: () => ({ params: { a: 1 }, tensors: { idf: { shape: [2], data: Float32Array.of(1, 2) } } }),
    decode: () => vectorizer as never,
  },
  {
    kind: "toy-classifier",
    version: 1,
    encode: () => ({ params: {}, tensors: { coef: { shape: [1, 2], data: Float64Array.of(-1, 1) } } }),
    decode: () => classifier,
  },
];
const info = {
  name: "toy",
  trainingData: { version: `sha256:${"0".repeat(64)}`, documents: 3, source: "made here" },
  metrics: { accuracy: 0.5 },
  seed: 7,
  libraries: { "@imdb/core": "0.0.0" },
} as const;
const encode = () =>
  encodeBundle({ vectorizer, classifier: classifier as FittedClassifier }, info, codecs as Codec[]);
const decode = (files: ReadonlyMap<string, Uint8Array>) => decodeBundle(files, codecs as Codec[]);

describe("a bundle", () => {
  test("has the same bytes twice, and is read from a tar", () => {
    expect(bundleToTar(encode())).toEqual(bundleToTar(encode()));
    expect(decode(bundleFromTar(bundleToTar(encode()))).manifest.labels).toEqual(["no", "yes"]);
  });

  test("stores how the rows of its training data were read, if that is given, and has the same bytes otherwise", () => {
    const reading = {
      columns: { text: "words", id: "key" },
      dialect: { delimiter: ";", header: ["key", "words"] },
    };
    const parts = { vectorizer, classifier: classifier as FittedClassifier };
    const encodeWith = (more: object) =>
      encodeBundle(parts, { ...info, trainingData: { ...info.trainingData, ...more } }, codecs as Codec[]);
    const files = encodeWith({ reading });
    expect(decode(files).manifest).toEqual({
      ...decode(encode()).manifest,
      trainingData: { ...info.trainingData, reading },
    });
    expect(bundleToTar(encodeWith({ reading: undefined }))).toEqual(bundleToTar(encode()));
    expect(new TextDecoder().decode(encode().get("manifest.json"))).not.toContain("reading");
    expect(() => encodeWith({ reading: { columns: { text: "" } } })).toThrow(/reading.columns.text/);
  });

  test("any single changed, cut or added byte is a typed error, never a model", () => {
    const tar = bundleToTar(encode());
    for (let i = 0; i < tar.length; i += 7) {
      const damaged = tar.slice();
      damaged[i] = damaged[i]! ^ 0x41;
      // Padding and unused header fields may change without effect.
      attempt(() => decode(bundleFromTar(damaged)));
      attempt(() => decode(bundleFromTar(tar.slice(0, i))));
    }
    for (const [name, bytes] of encode()) {
      const damaged = new Map(encode()).set(name, Uint8Array.of(...bytes, 32));
      if (name !== "manifest.json") expect(() => decode(damaged)).toThrow(/bytes, the manifest says/);
      const flipped = bytes.slice();
      flipped[bytes.length - 2] = flipped[bytes.length - 2]! ^ 1;
      expect(() => decode(new Map(encode()).set(name, flipped))).toThrow(ImdbError);
    }
  });

  const ROUNDS = rounds(400, 10_000);

  test(`${ROUNDS} random mutations end in a typed error or the same model`, () => {
    const random = seededRandom(3);
    const files = encode();
    const names = [...files.keys()];
    const original = decode(files).manifest.version;
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const name = names[random.integer(names.length)]!;
      const bytes = files.get(name)!.slice();
      for (let n = random.integer(4); n >= 0; n--) bytes[random.integer(bytes.length)] = random.integer(256);
      const cut = random.integer(8) === 0 ? bytes.slice(0, random.integer(bytes.length)) : bytes;
      const damaged = new Map(files).set(name, cut);
      if (Buffer.from(cut).equals(files.get(name)!)) continue;
      let version: string;
      try {
        version = decode(damaged).manifest.version;
      } catch (error) {
        expect(ImdbError.isInstance(error), String(error)).toBe(true);
        refused++;
        continue;
      }
      // Only fields that no hash covers may differ: name, source, metrics, seed, libraries.
      expect([name, version]).toEqual(["manifest.json", original]);
    }
    expect(refused).toBeGreaterThan(0.8 * ROUNDS);
  });

  test("parameters or labels that were edited are detected by the version", () => {
    const manifest = JSON.parse(new TextDecoder().decode(encode().get("manifest.json")!));
    manifest.parts.vectorizer.params.a = 2;
    const edited = new TextEncoder().encode(JSON.stringify(manifest));
    expect(() => decode(new Map(encode()).set("manifest.json", edited))).toThrow(
      /its version is not that of/,
    );
  });

  test("an error that a codec throws for a hostile part becomes a typed error", () => {
    const careless = codecs.map((codec) => ({
      ...codec,
      decode: () => {
        throw new TypeError("Cannot read properties of undefined");
      },
    }));
    expect(() => decodeBundle(encode(), careless as unknown as Codec[])).toThrow(
      /its vectorizer .* cannot be read/,
    );
  });

  test("information that a manifest cannot contain is a typed error", () => {
    const model = { vectorizer, classifier: classifier as FittedClassifier };
    const write = (change: object) => () => encodeBundle(model, { ...info, ...change }, codecs as Codec[]);
    expect(write({ metrics: { accuracy: Number.NaN } })).toThrow(/metrics\.accuracy/);
    expect(write({ name: "" })).toThrow(ImdbError);
    expect(write({ seed: 0.5 })).toThrow(/seed/);
    expect(write({ reference: { mean: Number.NaN } })).toThrow(/mean is NaN/);
    const wide = { ...(classifier as object), featureCount: 3 } as FittedClassifier;
    expect(() => encodeBundle({ vectorizer, classifier: wide }, info, codecs as Codec[])).toThrow(/takes 3/);
  });

  test("a kind without a codec is refused by name", () => {
    expect(() => decodeBundle(encode(), codecs.slice(0, 1) as Codec[])).toThrow(/toy-classifier/);
  });
});

function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(ImdbError.isInstance(error), String(error)).toBe(true);
  }
}
