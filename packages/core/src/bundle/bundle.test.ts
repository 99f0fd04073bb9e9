import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FittedClassifier } from "../contracts/classifier.js";
import type { FittedVectorizer } from "../contracts/vectorizer.js";
import { ImdbError } from "../errors/imdb-error.js";
import { loadBundle, saveBundle } from "../node/index.js";
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
  test("is the same bytes twice, and comes back from a tar", () => {
    expect(bundleToTar(encode())).toEqual(bundleToTar(encode()));
    expect(decode(bundleFromTar(bundleToTar(encode()))).manifest.labels).toEqual(["no", "yes"]);
  });

  test("any single changed, cut or added byte is a typed error, never a model", () => {
    const tar = bundleToTar(encode());
    for (let i = 0; i < tar.length; i += 7) {
      const damaged = tar.slice();
      damaged[i] = damaged[i]! ^ 0x41;
      // Bytes of the padding and of unread header fields carry nothing.
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

  test("a kind without a codec is refused by name", () => {
    expect(() => decodeBundle(encode(), codecs.slice(0, 1) as Codec[])).toThrow(/toy-classifier/);
  });

  test("is saved and loaded whole, as a folder and as a tar, and replaces an older one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "imdb-bundle-"));
    try {
      for (const name of ["model", "model.tar", "model"]) {
        await saveBundle(encode(), join(folder, name));
        expect((await loadBundle(join(folder, name), codecs as Codec[])).manifest.name).toBe("toy");
      }
      expect((await readdir(folder)).sort()).toEqual(["model", "model.tar"]);
      await rm(join(folder, "model", "MLmodel"));
      await expect(loadBundle(join(folder, "model"), codecs as Codec[])).rejects.toThrow(/MLmodel/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(ImdbError.isInstance(error), String(error)).toBe(true);
  }
}
