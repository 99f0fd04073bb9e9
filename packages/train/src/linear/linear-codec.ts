import { assertPart, type Codec, finiteNumbers, type JsonValue, parseWith } from "@imdb/core";
import * as z from "zod/mini";
import { fittedSchema } from "../fitting/fitted-schema.js";
import { type LinearModel, linearModel } from "./linear-model.js";

const schema = z.object({
  ...fittedSchema.shape,
  link: z.literal(["sigmoid", "softmax", "ovr"]),
  report: z.optional(
    z.object({
      solver: z.string(),
      iterations: z.number(),
      converged: z.boolean(),
      objective: z.number(),
      gradientNorm: z.number(),
      warnings: z.array(z.string()),
    }),
  ),
});

/** The codec of a kind of linear model: weights and intercepts are tensors, everything else is JSON. */
export function linearCodec(kind: string): Codec<LinearModel> {
  return {
    kind,
    version: 1,
    tensors: ["coef", "intercept"],
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
      assertPart(link !== "sigmoid" || classes.length === 2, `${classes.length} classes for one output`);
      return linearModel({
        kind,
        params: options,
        classes,
        featureCount,
        link,
        coef: finiteNumbers(part, "coef", [outputs, featureCount]),
        intercept: finiteNumbers(part, "intercept", [outputs]),
        ...(report && { report }),
      });
    },
  };
}
