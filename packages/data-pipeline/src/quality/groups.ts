import { byCodePoint } from "@imdb/core";
import { counted, type DocumentCheck, observed } from "./check.js";
import type { Part } from "./part.js";

/** Groups with documents in more than one of train, validation and test. */
export const groupsAcrossSplits: DocumentCheck = {
  name: "groups-across-splits",
  severity: "warning",
  maxShare: 0,
  observe({ examples, parts }) {
    const where = new Map<string, Set<Part>>();
    examples.forEach(({ group }, i) => {
      const part = parts[i]!;
      if (group === undefined || part === "unlabelled") return;
      const seen = where.get(group);
      if (seen === undefined) where.set(group, new Set([part]));
      else seen.add(part);
    });
    const crossing = [...where].filter(([, seen]) => seen.size > 1).map(([group]) => group);
    const message = (count: number) => `${counted(count, "group is", "groups are")} in more than one part.`;
    return observed(crossing.sort(byCodePoint), where.size, message, String);
  },
};

/** Documents without a group when others have one: leakage by group cannot be checked for them. */
export const missingGroup: DocumentCheck = {
  name: "missing-group",
  severity: "warning",
  maxShare: 0,
  observe({ examples }) {
    const missing = examples.filter(({ group }) => group === undefined);
    if (missing.length === examples.length) return undefined;
    const message = (count: number) =>
      `${counted(count, "document has", "documents have")} no group, the others have one.`;
    return observed(missing, examples.length, message, ({ id }) => id);
  },
};
