import { byCodePoint } from "@imdb/core";
import { counted, observed, type QualityCheck } from "./check.js";

/**
 * The shares of the labels in the train part. The threshold applies to how far the most frequent label is above an equal
 * share, from 0 (balanced) to 1 (only one label).
 */
export const labelBalance: QualityCheck = {
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
    const largest = Array.from(sizes.values()).reduce((most, size) => Math.max(most, size));
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

/** Texts that have more than one label: at least one of the labels is wrong. */
export const labelConflicts: QualityCheck = {
  name: "label-conflicts",
  severity: "warning",
  maxShare: 0,
  observe({ examples, sameText }) {
    const first = new Map<number, number>();
    const conflicts = new Map<number, string>();
    let labelled = 0;
    examples.forEach(({ id, label }, i) => {
      if (label === undefined) return;
      labelled++;
      const text = sameText[i]!;
      const other = first.get(text);
      if (other === undefined) first.set(text, i);
      else if (examples[other]!.label !== label && !conflicts.has(text)) {
        conflicts.set(text, `${examples[other]!.id} = ${id}`);
      }
    });
    const message = (count: number) => `${counted(count, "text has", "texts have")} more than one label.`;
    return observed([...conflicts.values()], labelled, message, String);
  },
};
