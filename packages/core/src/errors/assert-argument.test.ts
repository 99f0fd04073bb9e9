import { expect, test } from "vitest";
import { parseYaml } from "../config/index.js";
import type { InvalidOption } from "../index.js";
import * as core from "../index.js";
import { checkRun, integer, optionForms, optionsOf } from "../options/index.js";

const codecs: core.Codec[] = [];
const fitted = { kind: "toy" };
const matrix = core.csrFromRows([[[0, 1]]], 1);
const none = optionsOf<{ readonly k?: number }>({ k: [1, integer(0)] });

/** Calls with one wrong argument each, by the name that the error must have. */
const CALLS: readonly (readonly [argument: string, call: (wrong: never) => unknown])[] = [
  ["fitted", (wrong) => core.encodePart(wrong, codecs)],
  ["codecs", (wrong) => core.encodePart(fitted, wrong)],
  ["part", (wrong) => core.decodePart(wrong, codecs)],
  ["codecs", (wrong) => core.decodePart({ kind: "toy", version: 1, params: {}, tensors: {} }, wrong)],
  ["fitted", (wrong) => core.encodeParts(wrong, codecs)],
  ["fitted.a", (wrong) => core.encodeParts({ a: wrong }, codecs)],
  ["codecs", (wrong) => core.encodeParts({ a: fitted }, wrong)],
  ["part", (wrong) => core.decodeParts(wrong, {}, codecs)],
  ["part", (wrong) => core.decodeParts({ tensors: wrong }, {}, codecs)],
  ["descriptions", (wrong) => core.decodeParts({ tensors: {} }, wrong, codecs)],
  ["codecs", (wrong) => core.isFitted({}, wrong)],
  ["part", (wrong) => core.tensorData(wrong, "w", "Float64Array")],
  ["part", (wrong) => core.finiteNumbers(wrong, "w")],
  ["data", (wrong) => core.vectorTensor(wrong)],
  ["tensors", (wrong) => core.encodeSafetensors(wrong)],
  ["tensors.w", (wrong) => core.encodeSafetensors({ w: wrong })],
  ["tensors.w", (wrong) => core.encodeSafetensors({ w: { shape: [1], data: wrong } })],
  ["tensors.w", (wrong) => core.encodeSafetensors({ w: { shape: wrong, data: Float32Array.of(1) } })],
  ["bytes", (wrong) => core.decodeSafetensors(wrong)],
  ["files", (wrong) => core.bundleToTar(wrong)],
  ["tar", (wrong) => core.bundleFromTar(wrong)],
  ["model", (wrong) => core.encodeBundle(wrong, {} as never, codecs)],
  [
    "model.vectorizer",
    (wrong) => core.encodeBundle({ vectorizer: wrong, classifier: {} as never }, {} as never, codecs),
  ],
  [
    "model.classifier",
    (wrong) => core.encodeBundle({ vectorizer: {} as never, classifier: wrong }, {} as never, codecs),
  ],
  ["info", (wrong) => core.encodeBundle({ vectorizer: {}, classifier: {} } as never, wrong, codecs)],
  ["files", (wrong) => core.decodeBundle(wrong, codecs)],
  ["bytes", (wrong) => core.decodeManifest(wrong)],
  ["examples", (wrong) => core.createSplit("train", wrong, core.contentHash(1))],
  ["texts", (wrong) => core.withRole("train", wrong)],
  ["role", (wrong) => core.withRole(wrong, [])],
  ["role", (wrong) => core.createSplit(wrong, [], core.contentHash(1))],
  ["split", (wrong) => core.labelsOf(wrong)],
  ["options", (wrong) => core.labelsOf({ role: "train", examples: [] }, wrong ?? 7)],
  ["classes", (wrong) => core.labelsOf({ role: "train", examples: [] }, { classes: wrong ?? 7 })],
  ["split.examples", (wrong) => core.labelsOf({ role: "train", examples: wrong })],
  ["vectorizer", (wrong) => core.fitVectorizer(wrong, core.withRole("train", []), undefined, {})],
  ["parts", (wrong) => core.csrMatrix(wrong)],
  ["rows", (wrong) => core.csrFromRows(wrong, 1)],
  ["matrix", (wrong) => core.csrSelectRows(wrong, [])],
  ["rows", (wrong) => core.csrSelectRows(matrix, wrong)],
  ["matrix", (wrong) => core.csrSelectRows({ ...matrix, indptr: wrong }, [])],
  ["parts", (wrong) => core.csrStack(wrong)],
  ["parts", (wrong) => core.csrStack([wrong])],
  ["vectorizer", (wrong) => core.fitVectorizer({ fitTransform: wrong } as never, [] as never, undefined, {})],
  ["texts", (wrong) => core.byCodePoint(wrong, "a")],
  ["texts", (wrong) => core.byCodePoint("a", wrong)],
  ["schema", (wrong) => core.parseWith(wrong, {}, "it")],
  ["text", (wrong) => parseYaml(wrong, () => new Error("not YAML"))],
  ["refuse", (wrong) => parseYaml("a: 1", wrong)],
  ["run", (wrong) => checkRun(wrong)],
  ["signal", (wrong) => checkRun({ signal: wrong ?? 7 })],
  ["onProgress", (wrong) => checkRun({ onProgress: wrong ?? 7 })],
  ["threads", (wrong) => checkRun({ threads: wrong === 1 ? 0 : (wrong ?? "1") })],
  ["groups", (wrong) => core.groupFolds(wrong, { folds: 2 })],
  ["options", (wrong) => core.groupFolds([], wrong)],
  ["folds", (wrong) => core.groupFolds([], { folds: wrong === 1 ? 0 : wrong })],
  ["bytes", (wrong) => core.hashBytes(wrong)],
  ["bytes", (wrong) => core.hex(wrong)],
  ["name", (wrong) => core.seededRandom(1).fork(wrong)],
  ["options", (wrong) => none.resolve(wrong)],
  ["options", (wrong) => optionForms(["k"], [none]).resolve(wrong)],
];

test.each(CALLS)("a wrong %s is a typed error that names it", (argument, call) => {
  for (const wrong of [null, undefined, 1] as never[]) {
    const error = thrownBy(() => call(wrong)) as ReturnType<typeof InvalidOption.create>;
    expect(error?.code, String(error)).toBe("INVALID_OPTION");
    expect(error.details.option).toBe(argument);
  }
});

test("what asks whether a value is something answers no for every value", () => {
  for (const value of [null, undefined, 1, "x"] as never[]) {
    expect(core.isLinear(value)).toBe(false);
    expect(core.isFitted(value, codecs)).toBe(false);
    expect(core.roleOf(value)).toBeUndefined();
  }
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
