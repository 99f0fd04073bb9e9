import { assertPart, type Codec, finiteNumbers, parseWith, tensorData, vectorTensor } from "@imdb/core";
import { z } from "zod";
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
  tensors: ["columns", "weights"],
  encode({ classes, featureCount, params, columns, weights }) {
    const outputs = classes.length === 2 ? 1 : classes.length;
    return {
      params: { classes, featureCount, options: params as Record<string, number> },
      tensors: {
        columns: vectorTensor(columns),
        weights: { shape: [outputs, columns.length + 1], data: weights },
      },
    };
  },
  decode(part) {
    const { classes, featureCount, options } = parseWith(schema, part.params, KIND);
    const columns = tensorData(part, "columns", "Uint32Array");
    columns.forEach((column, at) => {
      const inOrder = column < featureCount && (at === 0 || column > columns[at - 1]!);
      assertPart(inOrder, `column ${column} at ${at} is out of order or range`);
    });
    const outputs = classes.length === 2 ? 1 : classes.length;
    const weights = finiteNumbers(part, "weights", [outputs, columns.length + 1]);
    return fittedDense({ params: options, classes, featureCount, columns, weights });
  },
};
