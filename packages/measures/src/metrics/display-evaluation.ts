import { displayed } from "@imdb/core/display";
import type { Evaluation } from "./evaluation.js";

/** The classes that are shown: the view has 12 lines at most. */
const MAX_CLASSES = 3;

/** Gives an evaluation a short view. */
export const displayEvaluation: <E extends Evaluation>(evaluation: E) => E = /* @__PURE__ */ displayed(
  (evaluation: Evaluation) => {
    const { rows, classes, positive, decision, average, warnings, perClass, abstained } = evaluation;
    const { precision, recall, f1, accuracy, rocAuc, logLoss } = evaluation;
    const ofClass = average === "macro" ? "macro precision, recall, F1" : "precision, recall, F1";
    const shownClasses = perClass.slice(0, MAX_CLASSES).map((one) => {
      const figures = `precision ${figure(one.precision)}, recall ${figure(one.recall)}`;
      return [`class ${one.label}`, `${figures}, ${one.support} rows`] as const;
    });
    return {
      title: `Evaluation of ${classes.length} classes`,
      rows: {
        rows,
        abstained,
        "positive class": positive,
        decision,
        accuracy: figure(accuracy),
        [ofClass]: f1 === undefined ? undefined : [precision, recall, f1].map(figure),
        "ROC AUC, log loss": [rocAuc, logLoss].map(figure),
        ...Object.fromEntries(shownClasses),
        "other classes": perClass.length > MAX_CLASSES ? perClass.length - MAX_CLASSES : undefined,
        warnings: warnings.length > 0 ? warnings : undefined,
      },
    };
  },
);

function figure(value: number | null | undefined): string | undefined {
  return value === null ? "not defined" : value?.toFixed(4);
}
