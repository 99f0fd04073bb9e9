import { displayed, stepsOf } from "@imdb/core/display";
import type { Profile } from "./schema.js";

/** Gives a profile a short view. */
export const displayProfile: <P extends Profile>(profile: P) => P = /* @__PURE__ */ displayed(
  ({ count, columns, terms, positive, cleaning, quality, topics }: Profile) => ({
    title: "Profile",
    rows: {
      texts: count,
      "without a text": quality.missing === 0 ? undefined : quality.missing,
      columns: columns.map(({ name }) => name),
      "different words": terms.values.length,
      topics: topics?.topics.length,
      "positive class": positive,
      "cleaned by": cleaning && stepsOf(cleaning),
    },
  }),
);
