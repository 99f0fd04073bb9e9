import { assertPart, type Codec, finiteNumbers, parseWith, tensorData, vectorTensor } from "@imdb/core";
import { fittedSchema } from "../fitting/fitted-schema.js";
import { positiveClasses } from "../fitting/positive-classes.js";
import { type FittedDense, fittedDense } from "./fitted-dense.js";

/** The codec of dense logistic regressions. */
export const denseCodec: Codec<FittedDense> = {
  kind: "DenseLogisticRegression",
  version: 1,
  tensors: ["columns", "weights"],
  encode({ classes, featureCount, params, columns, weights }) {
    return {
      params: { classes, featureCount, options: params as Record<string, number> },
      tensors: {
        columns: vectorTensor(columns),
        weights: { shape: [positiveClasses(classes.length).length, columns.length + 1], data: weights },
      },
    };
  },
  decode(part) {
    const { classes, featureCount, options } = parseWith(fittedSchema, part.params, this.kind);
    const columns = tensorData(part, "columns", "Uint32Array");
    columns.forEach((column, at) => {
      const inOrder = column < featureCount && (at === 0 || column > columns[at - 1]!);
      if (inOrder) return;
      assertPart(
        false,
        `column ${column} at position ${at} is not in ascending order or not below ${featureCount}`,
      );
    });
    const outputs = positiveClasses(classes.length).length;
    const weights = finiteNumbers(part, "weights", [outputs, columns.length + 1]);
    return fittedDense({ params: options, classes, featureCount, columns, weights });
  },
};
