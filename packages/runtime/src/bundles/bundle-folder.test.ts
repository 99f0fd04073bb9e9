import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Codec,
  type EncodedPart,
  encodeBundle,
  type FittedClassifier,
  type FittedVectorizer,
} from "@imdb/core";
import { describe, expect, test } from "vitest";
import { loadBundle, saveBundle } from "./index.js";

const TENSORS = {
  idf: { shape: [2], data: Float32Array.of(1, 2) },
  coef: { shape: [1, 2], data: Float64Array.of(-1, 1) },
};
const fitted = { params: {}, featureCount: 2 };
const vectorizer = { ...fitted, kind: "v" } as FittedVectorizer;
const classifier = { ...fitted, kind: "c", classes: ["no", "yes"] } as unknown as FittedClassifier;
const codecs = [codecOf(vectorizer, "idf"), codecOf(classifier, "coef")];

function codecOf(fitted: { readonly kind: string }, tensor: keyof typeof TENSORS): Codec {
  const part = { params: {}, tensors: { [tensor]: TENSORS[tensor] } };
  return { kind: fitted.kind, version: 1, encode: () => part, decode: () => fitted };
}

function encode() {
  const version = `sha256:${"0".repeat(64)}` as const;
  const trainingData = { version, documents: 3, source: "made here" };
  const info = { name: "toy", trainingData, metrics: {}, seed: 7, libraries: {} };
  return encodeBundle({ vectorizer, classifier }, info, codecs);
}

describe("a bundle on disk", () => {
  test("its tensors come back with the numbers that went in", async () => {
    const folder = await mkdtemp(join(tmpdir(), "imdb-bundle-"));
    try {
      for (const name of ["model", "model.tar"]) {
        await saveBundle(encode(), join(folder, name));
        const seen: unknown[] = [];
        const watching = codecs.map((codec) => ({
          ...codec,
          decode: (part: EncodedPart) => {
            seen.push({ ...part.tensors });
            return codec.decode(part, 1);
          },
        }));
        await loadBundle(join(folder, name), watching);
        expect(seen).toEqual([{ idf: TENSORS.idf }, { coef: TENSORS.coef }]);
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
        expect((await loadBundle(join(folder, name), codecs)).manifest.name).toBe("toy");
      }
      expect((await readdir(folder)).sort()).toEqual(["model", "model.tar"]);
      await rm(join(folder, "model", "MLmodel"));
      await expect(loadBundle(join(folder, "model"), codecs)).rejects.toThrow(/MLmodel/);
      execFileSync("mkfifo", [join(folder, "model", "MLmodel")]);
      await expect(loadBundle(join(folder, "model"), codecs)).rejects.toThrow(/not a plain file/);
      await expect(loadBundle(join(folder, "none"), codecs)).rejects.toThrow(/Cannot read .*none/);
      // A link to a bundle is followed, a link in a bundle is not.
      await saveBundle(encode(), join(folder, "model"));
      for (const name of ["model", "model.tar"]) {
        await symlink(join(folder, name), join(folder, `current-${name}`));
        expect((await loadBundle(join(folder, `current-${name}`), codecs)).manifest.name).toBe("toy");
      }
      await rename(join(folder, "model", "MLmodel"), join(folder, "elsewhere"));
      await symlink(join(folder, "elsewhere"), join(folder, "model", "MLmodel"));
      await expect(loadBundle(join(folder, "model"), codecs)).rejects.toThrow(/symbolic link/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.skipIf(process.platform === "win32")(
    "a pipe or a device named like a bundle is no plain file",
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "imdb-bundle-"));
      try {
        execFileSync("mkfifo", [join(folder, "m.tar")]);
        await symlink("/dev/zero", join(folder, "zero.tar"));
        for (const name of ["m.tar", "zero.tar"]) {
          const loading = loadBundle(join(folder, name), codecs);
          await expect(loading).rejects.toThrow(/it is not a plain file/);
          await expect(loading).rejects.toMatchObject({ code: "INVALID_BUNDLE" });
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );

  test("is loaded beside a writer of valid bundles, every time", async () => {
    const folder = await mkdtemp(join(tmpdir(), "imdb-bundle-"));
    const path = join(folder, "model");
    const files = encode();
    await saveBundle(files, path);
    let isOver = false;
    const writing = (async () => {
      while (!isOver) await saveBundle(files, path);
    })();
    try {
      for (let i = 0; i < 300; i++) {
        expect((await loadBundle(path, codecs)).manifest.name).toBe("toy");
      }
    } finally {
      isOver = true;
      await writing;
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});
