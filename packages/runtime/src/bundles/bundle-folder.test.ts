import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Codec, encodeBundle, type FittedClassifier, type FittedVectorizer } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { loadBundle, saveBundle } from "./index.js";

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

describe("a bundle on disk", () => {
  test("its tensors come back with the numbers that went in", async () => {
    const folder = await mkdtemp(join(tmpdir(), "imdb-bundle-"));
    try {
      for (const name of ["model", "model.tar"]) {
        await saveBundle(encode(), join(folder, name));
        const seen: unknown[] = [];
        const watching = codecs.map((codec) => ({
          ...codec,
          decode: (part: { tensors: object }) => {
            seen.push(part.tensors);
            return codec.decode(part as never, 1);
          },
        }));
        await loadBundle(join(folder, name), watching as unknown as Codec[]);
        expect(seen.map((tensors) => ({ ...(tensors as object) }))).toEqual([
          { idf: { shape: [2], data: Float32Array.of(1, 2) } },
          { coef: { shape: [1, 2], data: Float64Array.of(-1, 1) } },
        ]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
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
      execFileSync("mkfifo", [join(folder, "model", "MLmodel")]);
      await expect(loadBundle(join(folder, "model"), codecs as Codec[])).rejects.toThrow(/not a plain file/);
      await expect(loadBundle(join(folder, "none"), codecs as Codec[])).rejects.toThrow(/Cannot read .*none/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
