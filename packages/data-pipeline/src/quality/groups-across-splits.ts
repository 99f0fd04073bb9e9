import { byCodePoint } from "@imdb/core";
import { counted, type Part, type QualityCheck, SHOWN } from "./check.js";

/** Groups with documents in more than one of train, validation and test. */
export function groupsAcrossSplits(): QualityCheck {
  return {
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
      if (crossing.length === 0) return undefined;
      return {
        message: `${counted(crossing.length, "group is", "groups are")} in more than one part.`,
        count: crossing.length,
        of: where.size,
        examples: crossing.sort(byCodePoint).slice(0, SHOWN),
      };
    },
  };
}
