import { byCodePoint } from "@imdb/core";
import type { InvalidRow } from "../sources/invalid-row.js";
import { counted, observed, type Part, type QualityCheck } from "./check.js";

const PARTS: readonly Part[] = ["train", "validation", "test", "unlabelled"];

/** Counts the documents of each part and the invalid rows. An empty train or test part is a finding of severity `error`. */
export const counts: QualityCheck = {
  name: "counts",
  severity: "error",
  maxShare: 0,
  observe({ parts, invalid }) {
    const sizes = PARTS.map((part) => [part, parts.filter((p) => p === part).length] as const);
    const empty = sizes.filter(([part, size]) => size === 0 && (part === "train" || part === "test"));
    const list = sizes
      .filter(([, size]) => size > 0)
      .map(([part, size]) => `${size.toLocaleString("en-US")} ${part}`);
    const missing =
      empty.length > 0 ? `; the ${empty.map(([part]) => part).join(" and ")} part is empty` : "";
    const rows = `${counted(invalid.length, "row")} not valid${missing}`;
    return {
      message: `${counted(parts.length, "document")} (${list.join(", ")}), ${rows}.`,
      count: empty.length,
      of: PARTS.length,
      examples: [],
    };
  },
};

/** Rows that did not become examples, by the invalid field; rows with unknown labels are among them. */
export const invalidRows: QualityCheck = {
  name: "invalid-rows",
  severity: "warning",
  maxShare: 0,
  observe({ examples, invalid }) {
    const fields = new Map<string, number>();
    for (const { field = "row" } of invalid) fields.set(field, (fields.get(field) ?? 0) + 1);
    const sorted = [...fields].sort(([a], [b]) => byCodePoint(a, b));
    const list = sorted.map(([field, count]) => `${field} ${count}`).join(", ");
    const message = (count: number) =>
      `${counted(count, "row is", "rows are")} not valid, by field: ${list}.`;
    return observed(invalid, examples.length + invalid.length, message, nameOf);
  },
};

/** More rows than half are invalid: the file is read in the wrong way, and what is left is not the data. */
export const mostlyInvalid: QualityCheck = {
  name: "mostly-invalid",
  severity: "error",
  maxShare: 0.5,
  onlyAbove: true,
  observe({ examples, invalid }) {
    const total = examples.length + invalid.length;
    const message = (count: number) => {
      const first = invalid[0]!;
      return `${counted(count, "row is", "rows are")} not valid of ${total}; the first: ${first.problem}.`;
    };
    return observed(invalid, total, message, nameOf);
  },
};

/** Rows without a text, before or after cleaning. */
export const emptyText: QualityCheck = {
  name: "empty-text",
  severity: "warning",
  maxShare: 0,
  observe({ examples, invalid }) {
    const empty = invalid.filter(({ field, problem }) => field === "text" && problem.includes("empty"));
    const message = (count: number) => `${counted(count, "row has", "rows have")} no text.`;
    return observed(empty, examples.length + invalid.length, message, nameOf);
  },
};

function nameOf({ id, source, row }: InvalidRow): string {
  return id ?? `${source}:${row ?? "?"}`;
}
