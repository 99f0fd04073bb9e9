import { byCodePoint, type Example, seededRandom } from "@imdb/core";
import { indicesBy } from "./indices-by.js";

/** The examples of one label. */
export interface Stratum {
  readonly label: string;
  /** Their indices, in seeded random order. */
  readonly members: readonly number[];
}

/** The strata, labels in code point order. */
export function stratify(examples: readonly Example[], seed: number): readonly Stratum[] {
  return [...indicesBy(examples, ({ label = "" }) => label)]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([label, members]) => {
      const order = seededRandom(seed).fork(label).permutation(members.length);
      return { label, members: Array.from(order, (i) => members[i]!) };
    });
}
