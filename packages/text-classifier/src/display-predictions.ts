import { describeLabels, displayed, shown } from "@imdb/core/display";
import type { Prediction } from "@imdb/serve";

/** Gives a list of predictions a short view: how many of each label, and the first. A single prediction has none. */
export const displayPredictions: <P extends readonly Prediction[]>(predictions: P) => P = displayed(
  (predictions: readonly Prediction[]) => {
    const abstained = predictions.filter((one) => one.abstained).length;
    const [first] = predictions;
    return {
      title: "Predictions",
      rows: {
        predictions: predictions.length,
        labels: describeLabels(predictions),
        "of these abstained": abstained === 0 ? undefined : abstained,
        first: first && `${first.label}, ${shown(first.confidence)}`,
        model: first?.modelVersion,
      },
    };
  },
);
