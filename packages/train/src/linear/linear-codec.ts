import { type Codec, InvalidBundle, type JsonValue, parseWith, type Tensor } from "@imdb/core";
import { z } from "zod";
import { type LinearModel, linearModel } from "./linear-model.js";

const schema = z.object({
  classes: z.array(z.string()).min(2).max(65_536),
  featureCount: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  link: z.enum(["sigmoid", "softmax", "ovr"]),
  options: z.record(z.string(), z.json()),
  report: z
    .object({
      solver: z.string(),
      iterations: z.number(),
      converged: z.boolean(),
      objective: z.number(),
      gradientNorm: z.number(),
      warnings: z.array(z.string()),
    })
    .optional(),
});

/** The codec of a kind of linear model: weights and intercepts as tensors, the rest as JSON. */
export function linearCodec(kind: string): Codec<LinearModel> {
  return {
    kind,
    version: 1,
    encode(model) {
      const { classes, featureCount, link, coef, intercept, report } = model;
      const options = JSON.parse(JSON.stringify(model.params)) as Record<string, JsonValue>;
      const outputs = intercept.length;
      return {
        params: { classes, featureCount, link, options, ...(report && { report: { ...report } }) },
        tensors: {
          coef: { shape: [outputs, featureCount], data: coef },
          intercept: { shape: [outputs], data: intercept },
        },
      };
    },
    decode(part) {
      const { classes, featureCount, link, options, report } = parseWith(schema, part.params, kind);
      const outputs = link === "sigmoid" ? 1 : classes.length;
      if (link === "sigmoid" && classes.length !== 2)
        throw invalid(kind, `${classes.length} classes for one output`);
      return linearModel({
        kind,
        params: options,
        classes,
        featureCount,
        link,
        coef: numbers(kind, part.tensors, "coef", [outputs, featureCount]),
        intercept: numbers(kind, part.tensors, "intercept", [outputs]),
        ...(report && { report }),
      });
    },
  };
}

/** A tensor of finite 64-bit numbers with the shape asked for. */
export function numbers(
  kind: string,
  tensors: Readonly<Record<string, Tensor>>,
  name: string,
  shape: readonly number[],
): Float64Array {
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (!tensor || !(tensor.data instanceof Float64Array))
    throw invalid(kind, `it lacks the F64 tensor ${name}`);
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
    throw invalid(kind, `tensor ${name} has the shape ${tensor.shape.join(" × ")}, not ${shape.join(" × ")}`);
  }
  for (const value of tensor.data) {
    if (!Number.isFinite(value)) throw invalid(kind, `tensor ${name} holds ${value}`);
  }
  return tensor.data;
}

function invalid(kind: string, problem: string): Error {
  return InvalidBundle.create({ problem: `${kind}: ${problem}` });
}
