import { byCodePoint } from "@imdb/core";
import { type CountCheck, counted, type Observation } from "./check.js";
import type { DataCounts, InvalidCounts } from "./data-counts.js";
import type { Part } from "./part.js";

const PARTS: readonly Part[] = ["train", "validation", "test", "unlabelled"];

/** Counts the documents of each part and the invalid rows. An empty train or test part is a finding of severity `error`. */
export const counts: CountCheck = {
  name: "counts",
  severity: "error",
  maxShare: 0,
  observeCounts({ documents, parts, invalid }) {
    const empty = PARTS.filter((part) => parts[part] === 0 && (part === "train" || part === "test"));
    const list = PARTS.filter((part) => parts[part] > 0).map(
      (part) => `${parts[part].toLocaleString("en-US")} ${part}`,
    );
    const missing = empty.length > 0 ? `; the ${empty.join(" and ")} part is empty${whyEmpty(parts)}` : "";
    const rows = `${counted(invalid.count, "row")} not valid${missing}`;
    return {
      message: `${counted(documents, "document")} (${list.join(", ")}), ${rows}.`,
      count: empty.length,
      of: PARTS.length,
      examples: [],
    };
  },
};

/** Documents without labels are in no other part, whatever the split says. */
function whyEmpty({ unlabelled }: DataCounts["parts"]): string {
  return unlabelled > 0 ? ", and documents without a label are unlabelled, whatever their split" : "";
}

/** Rows that did not become examples, by the invalid field; rows with unknown labels are among them. */
export const invalidRows: CountCheck = {
  name: "invalid-rows",
  severity: "warning",
  maxShare: 0,
  observeCounts(counts) {
    const sorted = [...counts.invalid.byField].sort(([a], [b]) => byCodePoint(a, b));
    const list = sorted.map(([field, count]) => `${field} ${count}`).join(", ");
    const message = (count: number) =>
      `${counted(count, "row is", "rows are")} not valid, by field: ${list}.`;
    return observedRows(counts.invalid, counts, message);
  },
};

/** More rows than half are invalid: the file is read in the wrong way, and what is left is not the data. */
export const mostlyInvalid: CountCheck = {
  name: "mostly-invalid",
  severity: "error",
  maxShare: 0.5,
  onlyAbove: true,
  observeCounts(counts) {
    const { documents, invalid } = counts;
    const message = (count: number) =>
      `${counted(count, "row is", "rows are")} not valid of ${documents + count}; the first: ${invalid.firstProblem}.`;
    return observedRows(invalid, counts, message);
  },
};

/** Rows without a text, before or after cleaning. */
export const emptyText: CountCheck = {
  name: "empty-text",
  severity: "warning",
  maxShare: 0,
  observeCounts(counts) {
    const message = (count: number) => `${counted(count, "row has", "rows have")} no text.`;
    return observedRows(counts.withoutText, counts, message);
  },
};

function observedRows(
  { count, examples }: InvalidCounts,
  { documents, invalid }: DataCounts,
  message: (count: number) => string,
): Observation | undefined {
  if (count === 0) return undefined;
  return { message: message(count), count, of: documents + invalid.count, examples };
}
