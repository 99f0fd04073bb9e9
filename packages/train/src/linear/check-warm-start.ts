import { type CsrMatrix, InvalidOption, type Labels, type LinearClassifier } from "@imdb/core";
import { checkColumns } from "../fitting/check-fit.js";

/** Checks that a model may be continued on this data. */
export function checkWarmStart(model: LinearClassifier | undefined, X: CsrMatrix, y: Labels): void {
  if (!model) return;
  checkColumns(X, model.featureCount);
  if (model.classes.length !== y.classes.length || model.classes.some((label, k) => label !== y.classes[k])) {
    const value = model.classes.join(", ");
    throw InvalidOption.create({
      option: "warmStart",
      value,
      expected: `a model of ${y.classes.join(", ")}`,
    });
  }
}
