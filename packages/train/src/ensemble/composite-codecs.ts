import {
  assertPart,
  type Codec,
  decodeParts,
  type EncodedPart,
  encodeParts,
  type FittedClassifier,
  type LinearClassifier,
  parseWith,
} from "@imdb/core";
import * as z from "zod/mini";
import { type FittedCalibrated, withCalibration } from "../calibration/calibrated-classifier.js";
import { type FittedOneVsRest, fittedOneVsRest } from "./one-vs-rest-classifier.js";
import { type FittedVoting, fittedVoting } from "./voting-classifier.js";

const partsSchema = z.array(z.unknown()).check(z.minLength(1));
const number = z.number();

/**
 * Codecs of the classifiers that contain other classifiers.
 *
 * @param inner  The codecs of the inner classifiers. Add the codec of your own classifier to save an ensemble of it.
 */
export function compositeCodecs(inner: readonly Codec[]): readonly Codec[] {
  const oneVsRest: Codec<FittedOneVsRest> = {
    kind: "OneVsRestClassifier",
    version: 1,
    encode: ({ classes, models }) => encodeModels(models, inner, { classes: [...classes] }),
    decode(part) {
      const schema = z.object({ parts: partsSchema, classes: z.array(z.string()).check(z.minLength(2)) });
      const { parts, classes } = parseWith(schema, part.params, this.kind);
      const models = decodeModels(part, parts, inner);
      assertPart(models.length === classes.length, `${models.length} models for ${classes.length} classes`);
      const isBinary = models.every((model) => model.classes.length === 2);
      assertPart(isBinary, "one of its models has more than two classes");
      return fittedOneVsRest(classes, models);
    },
  };
  const voting: Codec<FittedVoting> = {
    kind: "VotingClassifier",
    version: 1,
    encode: ({ models, weights }) => encodeModels(models, inner, { weights: [...weights] }),
    decode(part) {
      const schema = z.object({
        parts: partsSchema,
        weights: z.array(number.check(z.minimum(0), z.maximum(1))),
      });
      const { parts, weights } = parseWith(schema, part.params, this.kind);
      const models = decodeModels(part, parts, inner);
      assertPart(models.length === weights.length, `${models.length} models with ${weights.length} weights`);
      const classes = models.map((model) => JSON.stringify(model.classes));
      assertPart(new Set(classes).size === 1, "its models have different classes");
      return fittedVoting(models, weights);
    },
  };
  const calibrated: Codec<FittedCalibrated> = {
    kind: "CalibratedClassifier",
    // Version 1 had no `on`: its curves take log odds or probabilities.
    version: 2,
    encode({ base, calibrator }) {
      const { method, on } = calibrator;
      const curves = calibrator.curves.map((curve) => [...curve]);
      return encodeModels([base], inner, { method, ...(on && { on }), curves });
    },
    decode(part) {
      const schema = z.object({
        parts: partsSchema.check(z.maxLength(1)),
        method: z.literal(["sigmoid", "isotonic", "temperature"]),
        on: z.optional(z.literal(["decisions", "probabilities", "logOdds"])),
        curves: z.array(z.array(number).check(z.minLength(1), z.maxLength(1_000_000))).check(z.minLength(1)),
      });
      const { parts, method, on, curves } = parseWith(schema, part.params, this.kind);
      const base = decodeModels(part, parts, inner)[0]!;
      const expected = method === "temperature" || base.classes.length === 2 ? 1 : base.classes.length;
      assertPart(curves.length === expected, `${curves.length} calibration curves, not ${expected}`);
      for (const curve of curves) checkCurve(method, curve);
      const hasDecisions = typeof (base as Partial<LinearClassifier>).decisionFunction === "function";
      assertPart(on !== "decisions" || hasDecisions, "its classifier has no decision values to calibrate");
      assertPart(method !== "temperature" || on === undefined, "a temperature takes probabilities only");
      return withCalibration(base, { method, ...(on && { on }), curves });
    },
  };
  return [oneVsRest, voting, calibrated] as readonly Codec[];
}

function encodeModels(
  models: readonly FittedClassifier[],
  codecs: readonly Codec[],
  params: EncodedPart["params"],
): EncodedPart {
  const { descriptions, tensors } = encodeParts(Object.fromEntries(models.entries()), codecs);
  return { params: { ...params, parts: descriptions }, tensors };
}

function decodeModels(
  part: EncodedPart,
  parts: readonly unknown[],
  codecs: readonly Codec[],
): readonly FittedClassifier[] {
  const models = decodeParts<FittedClassifier>(part, Object.fromEntries(parts.entries()), codecs);
  const isSameCount = models.every((model) => model.featureCount === models[0]!.featureCount);
  assertPart(isSameCount, "its models have different numbers of features");
  return models;
}

/** Checks that the numbers of a curve fit the method. */
function checkCurve(method: string, curve: readonly number[]): void {
  const sizes: Record<string, boolean> = {
    temperature: curve.length === 1 && curve[0]! > 0,
    sigmoid: curve.length === 2,
    isotonic:
      curve.length % 2 === 0 && curve.every((value, at) => at % 2 === 0 || (value >= 0 && value <= 1)),
  };
  const fits = sizes[method] === true;
  assertPart(fits, `a ${method} calibration curve has ${curve.length} numbers that do not fit the method`);
}
