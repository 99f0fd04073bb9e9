import {
  type Codec,
  contentHash,
  decodeBundle,
  decodePart,
  encodeBundle,
  encodePart,
  type FittedClassifier,
  type FittedVectorizer,
  hashBytes,
  ImdbError,
} from "@imdb/core";
import { codecContract, compositeContract } from "@imdb/core/testing";
import { beforeAll, describe, expect, test } from "vitest";
import {
  allCodecs,
  deepClassifier,
  dummyFor,
  nestedClassifiers,
  nestedVectorizers,
} from "../testing/nested-models.js";

let vectorizers: Record<string, FittedVectorizer>;
let classifiers: Record<string, FittedClassifier>;

beforeAll(async () => {
  vectorizers = await nestedVectorizers();
  classifiers = await nestedClassifiers(vectorizers["counts"]!);
});

const SINGLE = {
  count: () => vectorizers["counts"]!,
  tfidf: () => vectorizers["tfidf"]!,
  hashing: () => vectorizers["hashing"]!,
  LogisticRegression: () => classifiers["logisticRegression"]!,
  LinearSVC: () => classifiers["linearSvc"]!,
  MultinomialNB: () => classifiers["multinomialNb"]!,
  SGDClassifier: () => classifiers["sgd"]!,
};
const COMPOSITE = {
  pipeline: () => vectorizers["pipeline"]!,
  "feature-union": () => vectorizers["union"]!,
  CleanedVectorizer: () => vectorizers["cleaned"]!,
  OneVsRestClassifier: () => classifiers["oneVsRest"]!,
  VotingClassifier: () => classifiers["voting"]!,
  CalibratedClassifier: () => classifiers["calibrated"]!,
};
const codecOf = (kind: string) => allCodecs.find((codec) => codec.kind === kind) as Codec<never>;

describe.each(Object.entries({ ...SINGLE, ...COMPOSITE }))("the codec of %s", (kind, make) => {
  for (const { name, run } of codecContract(codecOf(kind), make as () => never)) test(name, run);
});

describe.each(Object.entries(COMPOSITE))("parts in a %s", (kind, make) => {
  for (const { name, run } of compositeContract(codecOf(kind), make as () => never)) test(name, run);
});

test("nested ensembles are written only as deep as they can be read", async () => {
  const part = encodePart(await deepClassifier(vectorizers["counts"]!, 8), allCodecs);
  expect(encodePart(decodePart<FittedClassifier>(part, allCodecs), allCodecs)).toEqual(part);
  const deeper = await deepClassifier(vectorizers["counts"]!, 9);
  expect(() => encodePart(deeper, allCodecs)).toThrow(/more than 8 parts/);
});

describe("a bundle", () => {
  /** Its files after a change, with hashes made right, as an attacker would. */
  async function changed(change: (manifest: { parts: Record<string, Record<string, unknown>> }) => void) {
    const vectorizer = vectorizers["pipeline"]!;
    const trainingData = { version: `sha256:${"0".repeat(64)}`, documents: 1, source: "here" } as const;
    const info = { name: "x", trainingData, metrics: {}, seed: 0, libraries: {} };
    const files = encodeBundle({ vectorizer, classifier: await dummyFor(vectorizer) }, info, allCodecs);
    const manifest = JSON.parse(new TextDecoder().decode(files.get("manifest.json")!));
    change(manifest);
    const { labels, parts } = manifest;
    const tensors = hashBytes(files.get("model.safetensors")!);
    const identity = { labels, parts, trainingData: trainingData.version, tensors };
    // Deeper than can be hashed: it is refused before its version is looked at.
    if (JSON.stringify(parts).length < 20_000) manifest.version = contentHash(identity);
    return new Map([...files, ["manifest.json", new TextEncoder().encode(JSON.stringify(manifest))]]);
  }
  const refused = async (change: Parameters<typeof changed>[0]) => {
    const files = await changed(change);
    try {
      decodeBundle(files, allCodecs);
    } catch (error) {
      expect(ImdbError.isInstance(error), String(error)).toBe(true);
      return (error as Error).message;
    }
    return "read";
  };

  test("with changed parts is refused, also with changed nested parts", async () => {
    expect(await refused(() => {})).toBe("read");
    expect(await refused(({ parts }) => Object.assign(parts["vectorizer"]!, { version: 99 }))).toMatch(
      /reads up to 1/,
    );
    expect(await refused(({ parts }) => Object.assign(parts["classifier"]!, { kind: "other" }))).toMatch(
      /"other"/,
    );
    expect(await refused(({ parts }) => Object.assign(parts["vectorizer"]!, parts["classifier"]))).toMatch(
      /belongs to no part|is missing|takes/,
    );
    const inner = ({ parts }: { parts: Record<string, Record<string, unknown>> }) =>
      Object.assign((parts["vectorizer"]!["params"] as { vectorizer: object }).vectorizer, { version: 99 });
    expect(await refused(inner)).toMatch(/its vectorizer \(pipeline\): its vectorizer .*reads up to 1/);
  });

  test("with parts that are nested too deeply is a typed error", async () => {
    for (const levels of [20, 1_000]) {
      const message = await refused(({ parts }) => {
        let at = parts["vectorizer"]!;
        for (let level = 0; level < levels; level++) {
          const next = { kind: "pipeline", version: 1, params: {} };
          at["params"] = { vectorizer: next, steps: [] };
          at = next;
        }
      });
      expect(message).toMatch(/more than 8 parts|too deep/);
    }
    const files = await changed(({ parts }) => Object.assign(parts["vectorizer"]!, { params: { deep: 1 } }));
    const text = new TextDecoder().decode(files.get("manifest.json"));
    const deep = text.replace('"deep":1', `"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const hostile = new Map(files).set("manifest.json", new TextEncoder().encode(deep));
    expect(() => decodeBundle(hostile, allCodecs)).toThrow(
      expect.objectContaining({ code: "INVALID_BUNDLE" }),
    );
  });
});
