import {
  type Codec,
  type EncodedPart,
  type FittedClassifier,
  InvalidBundle,
  parseWith,
  type Tensor,
  UnknownCodec,
} from "@imdb/core";
import { z } from "zod";
import { type FittedCalibrated, withCalibration } from "../calibration/calibrated-classifier.js";
import { type FittedOneVsRest, fittedOneVsRest } from "./one-vs-rest-classifier.js";
import { type FittedVoting, fittedVoting } from "./voting-classifier.js";

const MOST_PARTS = 1000;
const partsSchema = z
  .array(z.object({ kind: z.string(), version: z.int().min(1), params: z.record(z.string(), z.json()) }))
  .min(1)
  .max(MOST_PARTS);
const number = z.number();

/**
 * Codecs of the classifiers that hold others. Those inside are written by the codecs given, so that an
 * ensemble of a classifier of yours is saved by adding your codec.
 */
export function compositeCodecs(inner: readonly Codec[]): readonly Codec[] {
  const oneVsRest: Codec<FittedOneVsRest> = {
    kind: "OneVsRestClassifier",
    version: 1,
    encode: ({ classes, models }) => join(inner, models, { classes: [...classes] }),
    decode(part) {
      const schema = z.object({ parts: partsSchema, classes: z.array(z.string()).min(2) });
      const { parts, classes } = parseWith(schema, part.params, this.kind);
      const models = split(inner, parts, part);
      if (models.length !== classes.length)
        throw invalid(`${models.length} models for ${classes.length} classes`);
      for (const model of models)
        if (model.classes.length !== 2) throw invalid("a model of more than two classes");
      return fittedOneVsRest(classes, models);
    },
  };
  const voting: Codec<FittedVoting> = {
    kind: "VotingClassifier",
    version: 1,
    encode: ({ models, weights }) => join(inner, models, { weights: [...weights] }),
    decode(part) {
      const schema = z.object({ parts: partsSchema, weights: z.array(number.min(0).max(1)) });
      const { parts, weights } = parseWith(schema, part.params, this.kind);
      const models = split(inner, parts, part);
      if (models.length !== weights.length)
        throw invalid(`${models.length} models with ${weights.length} weights`);
      if (models.some((model) => model.classes.join("\0") !== models[0]!.classes.join("\0"))) {
        throw invalid("its models have other classes");
      }
      return fittedVoting(models, weights);
    },
  };
  const calibrated: Codec<FittedCalibrated> = {
    kind: "CalibratedClassifier",
    version: 1,
    encode({ base, calibrator }) {
      const curves = calibrator.curves.map((curve) => [...curve]);
      return join(inner, [base], { method: calibrator.method, curves });
    },
    decode(part) {
      const schema = z.object({
        parts: partsSchema.max(1),
        method: z.enum(["sigmoid", "isotonic", "temperature"]),
        curves: z.array(z.array(number).min(1).max(1_000_000)).min(1),
      });
      const { parts, method, curves } = parseWith(schema, part.params, this.kind);
      const base = split(inner, parts, part)[0]!;
      const expected = method === "temperature" || base.classes.length === 2 ? 1 : base.classes.length;
      if (curves.length !== expected) throw invalid(`${curves.length} calibration curves, not ${expected}`);
      for (const curve of curves) checkCurve(method, curve);
      return withCalibration(base, { method, curves });
    },
  };
  return [oneVsRest, voting, calibrated] as readonly Codec[];
}

function join(
  codecs: readonly Codec[],
  models: readonly FittedClassifier[],
  params: EncodedPart["params"],
): EncodedPart {
  const tensors: Record<string, Tensor> = {};
  const parts = models.map((model, m) => {
    const codec = codecOf(codecs, model.kind);
    const encoded = codec.encode(model);
    for (const [name, tensor] of Object.entries(encoded.tensors)) tensors[`${m}.${name}`] = tensor;
    return { kind: model.kind, version: codec.version, params: encoded.params };
  });
  return { params: { ...params, parts }, tensors };
}

function split(
  codecs: readonly Codec[],
  parts: z.infer<typeof partsSchema>,
  { tensors }: EncodedPart,
): FittedClassifier[] {
  const models = parts.map(({ kind, version, params }, m) => {
    const own: Record<string, Tensor> = Object.create(null);
    for (const [name, tensor] of Object.entries(tensors)) {
      if (name.startsWith(`${m}.`)) own[name.slice(`${m}.`.length)] = tensor;
    }
    return codecOf(codecs, kind).decode(
      { params: params as EncodedPart["params"], tensors: own },
      version,
    ) as FittedClassifier;
  });
  if (models.some((model) => model.featureCount !== models[0]!.featureCount))
    throw invalid("its models take other features");
  return models;
}

function checkCurve(method: string, curve: readonly number[]): void {
  const sizes: Record<string, boolean> = {
    temperature: curve.length === 1 && curve[0]! > 0,
    sigmoid: curve.length === 2,
    isotonic:
      curve.length % 2 === 0 && curve.every((value, at) => at % 2 === 0 || (value >= 0 && value <= 1)),
  };
  if (!sizes[method])
    throw invalid(`a ${method} calibration curve of ${curve.length} numbers that do not fit`);
}

function codecOf(codecs: readonly Codec[], kind: string): Codec {
  const codec = codecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: codecs.map((candidate) => candidate.kind) });
  return codec;
}

function invalid(problem: string): Error {
  return InvalidBundle.create({ problem });
}
