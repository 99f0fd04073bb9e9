import { byCodePoint } from "@imdb/core";
import { counted, type QualityCheck, SHOWN } from "./check.js";

/** Rows that did not become examples, by the field at fault; unknown labels are among them. */
export function invalidRows(): QualityCheck {
  return {
    name: "invalid-rows",
    severity: "warning",
    maxShare: 0,
    observe({ examples, invalid }) {
      if (invalid.length === 0) return undefined;
      const fields = new Map<string, number>();
      for (const { field = "row" } of invalid) fields.set(field, (fields.get(field) ?? 0) + 1);
      const list = [...fields]
        .sort(([a], [b]) => byCodePoint(a, b))
        .map(([field, count]) => `${field} ${count}`);
      return {
        message: `${counted(invalid.length, "row is", "rows are")} not valid, by field: ${list.join(", ")}.`,
        count: invalid.length,
        of: examples.length + invalid.length,
        examples: invalid.slice(0, SHOWN).map(({ id, source, row }) => id ?? `${source}:${row ?? "?"}`),
      };
    },
  };
}
