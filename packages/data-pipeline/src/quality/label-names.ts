import { byCodePoint } from "@imdb/core";
import { type CountCheck, counted, observed } from "./check.js";
import { SHOWN } from "./data-counts.js";
import { quotedLabel } from "./label-spelling.js";
import { withRemedy } from "./label-variants.js";

/** Labels that the option `labels` of a reader names, and that no row of the sources has: probably misspelt. */
export const unusedLabelNames: CountCheck = {
  name: "unused-label-names",
  severity: "warning",
  maxShare: 0,
  observeCounts({ sources }) {
    const rows = new Map<string, number>();
    for (const { labels = [] } of sources) {
      for (const { from, rows: own } of labels) rows.set(from, (rows.get(from) ?? 0) + own);
    }
    const unused = [...rows.keys()].filter((from) => rows.get(from) === 0).sort(byCodePoint);
    const names = unused.slice(0, SHOWN).map(quotedLabel).join(", ");
    const message = (count: number) =>
      `${counted(count, "label", "labels")} of the option labels ${count === 1 ? "is" : "are"} in no row: ${names}${count > SHOWN ? ", …" : ""}.`;
    const remedy = "Write each label as it is in the data, or take it out of labels.";
    return withRemedy(observed(unused, rows.size, message, quotedLabel), remedy);
  },
};
