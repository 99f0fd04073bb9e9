import {
  contentHash,
  createSplit,
  csrFromRows,
  type FittedClassifier,
  type FittedVectorizer,
  type Labels,
  labelsOf,
  roleOf,
  type Split,
  withRole,
} from "@imdb/core";
import { countVectorizer, featureCodecs, hashingVectorizer, nbWeighting, pipeline } from "@imdb/features";
import { multinomialNb, trainCodecs, votingClassifier } from "@imdb/train";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { DamagedResult, flow, memoryResultStore, resultOf, task, UnstorableValue } from "../index.js";
import { encodeResult, openResult } from "../store/stored-result.js";
import { decodeValue } from "./decode-value.js";
import { encodeValue } from "./encode-value.js";
import { hashFitted } from "./hash-value.js";

const codecs = [...featureCodecs, ...trainCodecs];
const TEXTS = ["a good film", "a bad film", "good plot", "bad, bad plot"];
const LABELS: Labels<"train"> = { role: "train", classes: ["neg", "pos"], codes: Int32Array.of(1, 0, 1, 0) };

let vectorizer: FittedVectorizer;
let model: FittedClassifier;
beforeAll(async () => {
  vectorizer = await pipeline(countVectorizer(), [nbWeighting()]).fit(withRole("train", TEXTS), LABELS);
  model = await votingClassifier([multinomialNb(), multinomialNb({ alpha: 2 })]).fit(
    vectorizer.transform(TEXTS),
    LABELS,
  );
});

function roundTrip<T>(value: T): T {
  const { head, blobs } = encodeValue(value, "inserted", codecs);
  return decodeValue(head, new Uint8Array(Buffer.concat(blobs)), codecs) as T;
}

const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.constant("\ud800"));
const role = fc.constantFrom("train" as const, "validation" as const, "test" as const);
const example = fc.record(
  {
    id: fc.string({ minLength: 1 }),
    text,
    label: fc.constantFrom("neg", "pos"),
    group: fc.string({ minLength: 1 }),
    attributes: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
  },
  { requiredKeys: ["id", "text", "label"] },
);
const split = fc.tuple(role, fc.array(example), fc.boolean()).map(([role, examples, alike]): Split => {
  const given = alike ? examples.map(({ id, text, label }) => ({ id, text, label })) : examples;
  return createSplit(role, given, contentHash(given.length));
});

describe("values of the domain are read back unchanged", () => {
  test("splits, with the role of their texts", () => {
    fc.assert(
      fc.property(split, (value) => {
        const read = roundTrip({ first: value, second: value }).second;
        expect(read).toEqual(value);
        expect(roleOf(read.texts)).toBe(value.role);
        expect(JSON.stringify(read)).toBe(JSON.stringify(value));
      }),
    );
  });

  test("texts and labels", () => {
    fc.assert(
      fc.property(split, (value) => {
        expect(roundTrip(value.texts)).toEqual(value.texts);
        expect(roundTrip(labelsOf(value))).toEqual(labelsOf(value));
      }),
    );
  });

  test("matrices", () => {
    const row = fc
      .uniqueArray(fc.nat(6), { maxLength: 7 })
      .map((columns) => columns.map((c) => [c, c + 0.5] as const));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const matrix = csrFromRows(rows, 7);
        expect(roundTrip({ matrix }).matrix).toEqual(matrix);
      }),
    );
  });

  test("vectorizers and models, alone and in other values", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        const read = roundTrip({ fitted: [vectorizer, hashingVectorizer({ nFeatures: 8 })], model });
        const X = vectorizer.transform(texts);
        expect(read.fitted[0]!.transform(texts)).toEqual(X);
        expect(read.fitted[1]!.params).toEqual(hashingVectorizer({ nFeatures: 8 }).params);
        expect(read.model.predictProba(X)).toEqual(model.predictProba(X));
        expect(hashFitted(read, codecs)).toBe(
          hashFitted({ model, fitted: [vectorizer, hashingVectorizer({ nFeatures: 8 })] }, codecs),
        );
      }),
      { numRuns: 20 },
    );
  });

  test("data with the kind of a fitted object stays data", () => {
    expect(roundTrip({ kind: "count", params: { n: 3 } })).toEqual({ kind: "count", params: { n: 3 } });
  });
});

describe("a stored result with a fitted object", () => {
  const about = { task: "fit", version: "1", createdAt: 0 };
  const form = { serializer: undefined, codecs };
  const changed = async (from: string, to: string) => {
    const { head, blobs } = encodeValue({ vectorizer }, "inserted", codecs);
    const value = JSON.parse(head.replace(from, to)) as never;
    return decodeValue(JSON.stringify(value), new Uint8Array(Buffer.concat(blobs)), codecs);
  };

  test("is refused when it names another kind, a newer version or a tensor of no part", async () => {
    await expect(changed('"kind":"pipeline"', '"kind":"__proto__"')).rejects.toMatchObject({
      code: "UNKNOWN_CODEC",
    });
    await expect(changed('"version":1', '"version":99')).rejects.toMatchObject({ code: "INVALID_BUNDLE" });
    await expect(
      changed('"kind":"nb-weighting","version":1', '"kind":"nb-weighting","version":99'),
    ).rejects.toThrow(/reads up to 1/);
    await expect(changed('"steps.0.weights"', '"stray"')).rejects.toMatchObject({ code: "INVALID_BUNDLE" });
    await expect(changed('"shape":[', '"shape":[9,')).rejects.toThrow(/tensor .* is none/);
  });

  test("is read only by the codecs of its task", async () => {
    const bytes = await encodeResult(about, { vectorizer }, form);
    const other = openResult("key", bytes, { serializer: undefined, codecs: trainCodecs });
    await expect(other.value()).rejects.toSatisfy(DamagedResult.is);
    expect(() => encodeValue({ vectorizer }, "inserted", trainCodecs)).toThrow(
      expect.toSatisfy(UnstorableValue.is),
    );
  });

  test("is not computed again, and a task with it as input is cached by its content", async () => {
    const store = memoryResultStore();
    const ran: string[] = [];
    const fit = task({ name: "fit", cache: "inputs", codecs }, async (given: Split<"train">) => {
      ran.push("fit");
      return { vectorizer: await countVectorizer().fit(given.texts) };
    });
    const apply = task(
      { name: "apply", cache: "inputs", codecs },
      (given: { vectorizer: FittedVectorizer }) => {
        ran.push("apply");
        return given.vectorizer.transform(["film"]);
      },
    );
    const examples = TEXTS.map((text, i) => ({ id: String(i), text }));
    const train = createSplit("train", examples, contentHash(examples));
    const whole = flow({ name: "whole" }, async () => apply(await fit(train)));
    const [first, second] = [await whole.run(undefined, { store }), await whole.run(undefined, { store })];
    expect(second.steps.map(({ state }) => state)).toEqual(["Cached", "Cached"]);
    expect(resultOf(second)).toEqual(resultOf(first));
    expect(ran).toEqual(["fit", "apply"]);
  });

  test("whose tokenizer is a function of the caller's cannot be stored, and the error says why", async () => {
    const bare = await countVectorizer({ tokenizer: (text) => text.split(" ") }).fit(
      withRole("train", TEXTS),
    );
    expect(() => encodeValue({ bare }, "inserted", codecs)).toThrow(
      /the value\.bare is a count: .*tokenizer/i,
    );
  });
});
