import { expect, test } from "vitest";
import { type ColumnFacts, evidentlyMethods, significanceTests } from "./choose-method.js";

/** The method for each of the facts, which are written as in the table of Evidently's documentation. */
test.each<
  [type: ColumnFacts["type"], distinct: number, referenceCount: number, evidently: string, test: string]
>([
  ["numeric", 6, 1000, "ks", "ks"],
  ["numeric", 5, 1000, "chisquare", "chisquareContingency"],
  ["numeric", 3, 1000, "chisquare", "chisquareContingency"],
  ["numeric", 2, 1000, "z", "chisquareContingency"],
  ["numeric", 6, 1001, "wasserstein", "ks"],
  ["numeric", 5, 1001, "jensenshannon", "chisquareContingency"],
  ["categorical", 6, 1000, "chisquare", "chisquareContingency"],
  ["categorical", 2, 1000, "z", "chisquareContingency"],
  ["categorical", 6, 1001, "jensenshannon", "chisquareContingency"],
  ["categorical", 2, 1001, "jensenshannon", "chisquareContingency"],
])(
  "a %s column with %d different values and a reference of %d: %s, or the test %s",
  (type, distinct, referenceCount, evidently, significance) => {
    const facts = { type, distinct, referenceCount };
    expect(evidentlyMethods(facts).name).toBe(evidently);
    expect(significanceTests(facts).name).toBe(significance);
  },
);
