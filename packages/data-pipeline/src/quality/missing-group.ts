import { counted, type QualityCheck, SHOWN } from "./check.js";

/** Documents without a group among documents that have one: leakage by group cannot be told for them. */
export function missingGroup(): QualityCheck {
  return {
    name: "missing-group",
    severity: "warning",
    maxShare: 0,
    observe({ examples }) {
      const missing = examples.filter(({ group }) => group === undefined);
      if (missing.length === 0 || missing.length === examples.length) return undefined;
      return {
        message: `${counted(missing.length, "document has", "documents have")} no group, the others have one.`,
        count: missing.length,
        of: examples.length,
        examples: missing.slice(0, SHOWN).map(({ id }) => id),
      };
    },
  };
}
