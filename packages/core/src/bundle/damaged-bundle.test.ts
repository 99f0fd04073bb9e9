import { describe, expect, test } from "vitest";
import type { FittedClassifier } from "../contracts/classifier.js";
import type { FittedVectorizer } from "../contracts/vectorizer.js";
import { ImdbError } from "../errors/imdb-error.js";
import { contentHash, hashBytes } from "../hash/content-hash.js";
import { decodeBundle, decodeManifest, encodeBundle } from "./bundle.js";
import type { Codec } from "./codec.js";
import { bundleToTar } from "./tar.js";

const vectorizer = { kind: "toy-vectorizer", params: {}, featureCount: 2 } as FittedVectorizer;
const classes = ["bad", "fine", "good"];
const classifier = {
  kind: "toy-classifier",
  params: {},
  featureCount: 2,
  classes,
} as unknown as FittedClassifier;
const codecs = [
  {
    kind: "toy-vectorizer",
    version: 1,
    encode: () => ({ params: {}, tensors: { idf: { shape: [2], data: Float32Array.of(1, 2) } } }),
    decode: () => vectorizer,
  },
  {
    kind: "toy-classifier",
    version: 3,
    encode: () => ({ params: {}, tensors: {} }),
    decode: () => classifier,
  },
] as unknown as Codec[];
const reading = { columns: { text: "words", label: "stars" }, dialect: { delimiter: "\u{1f600}" } };
const files = encodeBundle(
  { vectorizer, classifier },
  {
    name: "toy",
    trainingData: { version: `sha256:${"0".repeat(64)}`, documents: 3, source: "made here", reading },
    metrics: {},
    seed: 7,
    libraries: {},
  },
  codecs,
);

const bytesOf = (text: string) => new TextEncoder().encode(text);
const manifest = () => JSON.parse(new TextDecoder().decode(files.get("manifest.json")));
type Manifest = ReturnType<typeof manifest>;

/** The bundle after a change of its manifest, and with its version made right, as an attacker would. */
function changed(change: (manifest: Manifest) => void): Map<string, Uint8Array> {
  const about = manifest();
  change(about);
  const { labels, parts, trainingData } = about;
  const tensors = `sha256:${about.files["model.safetensors"]?.sha256}`;
  about.version = contentHash({ labels, parts, trainingData: trainingData.version, tensors });
  return new Map(files).set("manifest.json", bytesOf(JSON.stringify(about)));
}

/** The bundle with other bytes of a file, and with the size and hash of it made right. */
function replaced(name: string, bytes: Uint8Array): Map<string, Uint8Array> {
  const sha256 = hashBytes(bytes).slice("sha256:".length);
  return changed((about) => (about.files[name] = { bytes: bytes.length, sha256 })).set(name, bytes);
}

function refusal(work: () => unknown): { code: string; file: unknown; problem: unknown; cause: unknown } {
  try {
    work();
  } catch (error) {
    if (!ImdbError.isInstance(error)) throw error;
    const { file, problem } = error.details as { file?: unknown; problem?: unknown };
    return { code: error.code, file, problem, cause: error.cause };
  }
  return expect.fail("it was read");
}
const decode = (some: ReadonlyMap<string, Uint8Array>) => decodeBundle(some, codecs);

test("three labels, newer versions of a codec and every field of the reading are stored", () => {
  const read = decode(files).manifest;
  expect(read.labels).toEqual(classes);
  expect(read.parts.classifier.version).toBe(3);
  expect(read.trainingData.reading).toEqual(reading);
});

describe("a damaged bundle is refused with the file and what is wrong", () => {
  test("a file that is missing", () => {
    for (const name of files.keys()) {
      const rest = new Map([...files].filter(([other]) => other !== name));
      expect(refusal(() => decode(rest))).toMatchObject({ file: name, problem: "it is missing" });
    }
  });

  test("a file that the manifest does not list, or that no bundle has; long names are cut", () => {
    const long = "x".repeat(90);
    for (const name of ["notes.txt", "model.onnx", long]) {
      expect(refusal(() => decode(new Map(files).set(name, bytesOf("a"))))).toMatchObject({
        file: name.slice(0, 80),
        problem: "the manifest does not list it",
      });
    }
    for (const name of ["notes.txt", long]) {
      expect(refusal(() => decode(replaced(name, bytesOf("a"))))).toMatchObject({
        file: name.slice(0, 80),
        problem: "a bundle has no file of this name",
      });
    }
  });

  test("a manifest without the tensors", () => {
    const without = changed((about) => delete about.files["model.safetensors"]);
    without.delete("model.safetensors");
    expect(refusal(() => decode(without))).toMatchObject({
      file: "model.safetensors",
      problem: "it is missing",
    });
  });

  test("labels that are not those of the classifier", () => {
    for (const labels of [
      ["bad", "good", "fine"],
      ["bad", "fine"],
      ["a", "b", "c"],
    ]) {
      expect(refusal(() => decode(changed((about) => (about.labels = labels))))).toMatchObject({
        file: "manifest.json",
        problem: "its labels are not the classifier's classes",
      });
    }
  });

  test("a field of the manifest, by its path", () => {
    const problem = (value: unknown) => refusal(() => decodeManifest(bytesOf(JSON.stringify(value)))).problem;
    expect(problem({ ...manifest(), seed: -1 })).toMatch(/^seed: ./);
    const parts = { ...manifest().parts, vectorizer: { kind: "", version: 1, params: {} } };
    expect(problem({ ...manifest(), parts })).toMatch(/^parts\.vectorizer\.kind: ./);
    expect(problem([])).toMatch(/^\(root\): ./);
    expect(problem({ ...manifest(), labels: ["a"] })).toMatch(/^labels: ./);
    for (const sha256 of ["0".repeat(65), `x${"0".repeat(64)}`, "0".repeat(63)]) {
      expect(problem({ ...manifest(), files: { MLmodel: { bytes: 1, sha256 } } })).toMatch(
        /^files\.MLmodel\.sha256: ./,
      );
    }
  });

  test("a manifest of more than 4 MiB", () => {
    const padded = (length: number) => {
      const bytes = new Uint8Array(length).fill(0x20);
      bytes.set(files.get("manifest.json")!);
      return bytes;
    };
    expect(decodeManifest(padded(4 << 20)).name).toBe("toy");
    expect(refusal(() => decodeManifest(padded((4 << 20) + 1)))).toMatchObject({
      file: "manifest.json",
      problem: `it has ${(4 << 20) + 1} bytes`,
    });
  });

  // From some depth on each function that walks values overflows the stack, the parser last.
  test.each([101, 5000, 50_000])("values of the manifest that are nested %i deep", (deep) => {
    const text = JSON.stringify({ ...manifest(), parts: 0 }).replace(
      '"parts":0',
      `"parts":{"vectorizer":{"kind":"a","version":1,"params":{"deep":${"[".repeat(deep)}${"]".repeat(deep)}}},"classifier":{"kind":"a","version":1,"params":{}}}`,
    );
    expect(refusal(() => decodeManifest(bytesOf(text)))).toMatchObject({
      code: "INVALID_BUNDLE",
      file: "manifest.json",
    });
  });

  test("a file that is not JSON, or not UTF-8, with the cause", () => {
    for (const bytes of [bytesOf("{oops"), Uint8Array.of(0x22, 0xff, 0x22)]) {
      expect(refusal(() => decode(replaced("reference.json", bytes)))).toMatchObject({
        file: "reference.json",
        problem: "it is not JSON",
        cause: expect.any(Error),
      });
    }
    expect(refusal(() => decodeManifest(bytesOf("oops")))).toMatchObject({
      file: "manifest.json",
      problem: "it is not JSON",
    });
    expect(decode(replaced("reference.json", bytesOf('{"a":[1]}'))).reference).toEqual({ a: [1] });
  });
});

test("files that are no map are refused by name", () => {
  for (const wrong of [undefined, {}, [], Object.fromEntries(files)]) {
    for (const work of [() => decode(wrong as never), () => bundleToTar(wrong as never)]) {
      expect(work).toThrow(
        expect.objectContaining({
          code: "INVALID_OPTION",
          details: expect.objectContaining({ option: "files" }),
        }),
      );
    }
  }
});

test("the file MLmodel has the flavor and the signature that MLflow shows", () => {
  const { version } = manifest();
  const double = (name: string) => `{"type":"double","name":"${name}","required":true}`;
  const inputs = '[{"type":"string","name":"text","required":true}]';
  const outputs = `[{"type":"string","name":"label","required":true},${classes.map(double).join(",")}]`;
  expect(new TextDecoder().decode(files.get("MLmodel"))).toBe(`flavors:
  imdb:
    name: "toy"
    version: "${version}"
    data: .
signature:
  inputs: ${JSON.stringify(inputs)}
  outputs: ${JSON.stringify(outputs)}
  params: null
`);
});
