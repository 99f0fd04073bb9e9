import { type Codec, InvalidBundle, parseWith } from "@imdb/core";
import { z } from "zod";
import { numbers } from "../linear/linear-codec.js";
import { type FittedDense, fittedDense } from "./dense-logistic-regression.js";

const KIND = "DenseLogisticRegression";
const schema = z.object({
  classes: z.array(z.string()).min(2).max(65_536),
  featureCount: z.int().min(0),
  options: z.record(z.string(), z.json()),
});

/** Writes and reads dense models. */
export const denseCodec: Codec<FittedDense> = {
  kind: KIND,
  version: 1,
  encode({ classes, featureCount, params, columns, weights }) {
    const outputs = classes.length === 2 ? 1 : classes.length;
    return {
      params: { classes, featureCount, options: params as Record<string, number> },
      tensors: {
        columns: { shape: [columns.length], data: columns },
        weights: { shape: [outputs, columns.length + 1], data: weights },
      },
    };
  },
  decode(part) {
    const { classes, featureCount, options } = parseWith(schema, part.params, KIND);
    const columns = Object.hasOwn(part.tensors, "columns") ? part.tensors["columns"]?.data : undefined;
    if (!(columns instanceof Uint32Array))
      throw InvalidBundle.create({ problem: `${KIND}: it lacks the U32 tensor columns` });
    for (let at = 0; at < columns.length; at++) {
      if (columns[at]! >= featureCount || (at > 0 && columns[at]! <= columns[at - 1]!)) {
        throw InvalidBundle.create({
          problem: `${KIND}: column ${columns[at]} at ${at} is out of order or range`,
        });
      }
    }
    const outputs = classes.length === 2 ? 1 : classes.length;
    const weights = numbers(KIND, part.tensors, "weights", [outputs, columns.length + 1]);
    return fittedDense({ params: options, classes, featureCount, columns, weights });
  },
};
