import { counted, type QualityCheck, SHOWN } from "./check.js";

/** Rows without a text, before or after cleaning. */
export function emptyText(): QualityCheck {
  return {
    name: "empty-text",
    severity: "warning",
    maxShare: 0,
    observe({ examples, invalid }) {
      const empty = invalid.filter(({ field, problem }) => field === "text" && problem.includes("empty"));
      if (empty.length === 0) return undefined;
      return {
        message: `${counted(empty.length, "row has", "rows have")} no text.`,
        count: empty.length,
        of: examples.length + invalid.length,
        examples: empty.slice(0, SHOWN).map(({ id, source, row }) => id ?? `${source}:${row}`),
      };
    },
  };
}
