import { byCodePoint } from "@imdb/core";
import type { QualityCheck } from "./check.js";

/**
 * Shares of the labels in the train part. The share compared with the threshold is how far the most frequent
 * label is above an equal share, from 0 (balanced) to 1 (only one label).
 */
export function labelBalance(): QualityCheck {
  return {
    name: "label-balance",
    severity: "warning",
    maxShare: 0.5,
    observe({ examples, parts }) {
      const sizes = new Map<string, number>();
      let total = 0;
      examples.forEach(({ label }, i) => {
        if (parts[i] !== "train" || label === undefined) return;
        sizes.set(label, (sizes.get(label) ?? 0) + 1);
        total++;
      });
      if (total === 0) return undefined;
      const labels = [...sizes].sort(([a], [b]) => byCodePoint(a, b));
      const largest = Math.max(...sizes.values());
      const equal = total / labels.length;
      const list = labels.map(([label, size]) => `${label} ${((100 * size) / total).toFixed(1)} %`);
      const only = labels.length === 1;
      return {
        message: `Labels in train: ${list.join(", ")}${only ? "; a classifier needs two" : ""}.`,
        count: Math.round(only ? total : largest - equal),
        of: only ? total : total - equal,
        examples: [],
      };
    },
  };
}
