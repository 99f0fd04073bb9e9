import { portableLog } from "@imdb/core";
import { above, flag, optionsOf } from "@imdb/core/options";
import { type NaiveBayes, naiveBayes } from "./naive-bayes.js";

/** Options of {@link complementNb}. */
export interface ComplementNbOptions {
  /** Smoothing: it is added to every count. Default 1. */
  readonly alpha?: number;
  /** Whether the weights of each class are divided by their sum. Default false. */
  readonly norm?: boolean;
}

/** The schema of {@link ComplementNbOptions}. */
export const complementNbOptions = optionsOf<ComplementNbOptions>({
  alpha: [1, above(0)],
  norm: [false, flag],
});

/**
 * Complement naive Bayes: the weights of a class come from the counts of all other classes. It suits classes of very
 * different sizes.
 *
 * @throws `INVALID_OPTION`; the fit throws what `multinomialNb` throws.
 * @see    Rennie, Shih, Teevan & Karger (2003), Tackling the poor assumptions of naive Bayes text classifiers;
 *         scikit-learn's `ComplementNB`.
 */
export function complementNb(options: ComplementNbOptions = {}): NaiveBayes {
  const params = complementNbOptions.resolve(options, "complementNb");
  const { alpha, norm } = params;
  return naiveBayes({ kind: "ComplementNB", classifier: "complementNb" }, params, (features, rows) => {
    const all = new Float64Array(features[0]!.length);
    for (const row of features) for (let j = 0; j < row.length; j++) all[j] = all[j]! + row[j]!;
    for (const row of features) {
      let total = 0;
      for (let j = 0; j < row.length; j++) {
        // The counts of the other classes. Rounding may make the difference negative.
        row[j] = Math.max(0, all[j]! - row[j]!) + alpha;
        total += row[j]!;
      }
      let sum = 0;
      for (let j = 0; j < row.length; j++) {
        row[j] = portableLog(row[j]! / total);
        sum += row[j]!;
      }
      for (let j = 0; j < row.length; j++) row[j] = norm ? row[j]! / sum : -row[j]!;
    }
    return new Float64Array(rows.length);
  });
}
