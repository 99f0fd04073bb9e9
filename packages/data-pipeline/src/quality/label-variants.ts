import { byCodePoint } from "@imdb/core";
import { type CountCheck, counted, type Observation, observed } from "./check.js";
import { SHOWN } from "./data-counts.js";
import {
  countedLabels,
  type LabelCounts,
  labelsByKey,
  mergeRemedy,
  plainLabel,
  quotedLabel,
} from "./label-spelling.js";
import { booleanOf, numberOf } from "./label-values.js";

/** Labels that differ only by case, by spaces, by invisible characters, or by the width or composition of their letters. */
export const labelVariants: CountCheck = {
  name: "label-variants",
  severity: "warning",
  maxShare: 0,
  observeCounts({ labels }) {
    const sets = labelsByKey(labels, (label) => plainLabel(label) || undefined);
    return observedSets(sets, labels, "differ only by case, spaces or invisible characters");
  },
};

/** Labels that are one number or one boolean in several writings: `1` and `1.0`, `yes` and `true` where all are booleans. */
export const labelWritings: CountCheck = {
  name: "label-writings",
  severity: "warning",
  maxShare: 0,
  observeCounts({ labels }) {
    const areBooleans = [...labels.keys()].every((label) => booleanOf(label) !== undefined);
    const keyOf = areBooleans ? booleanOf : numberOf;
    // Those that differ by case or spaces are a finding of label-variants.
    const sets = labelsByKey(labels, keyOf).filter((set) => new Set(set.map(plainLabel)).size > 1);
    const what = areBooleans ? "boolean" : "number";
    return observedSets(sets, labels, `are one ${what} in several writings`);
  },
};

/** Labels that look empty: spaces and invisible characters. */
export const blankLabels: CountCheck = {
  name: "blank-labels",
  severity: "warning",
  maxShare: 0,
  observeCounts({ labels }) {
    const found = [...labels.keys()].filter((label) => plainLabel(label) === "").sort(byCodePoint);
    const message = (count: number) =>
      `${counted(count, "label is", "labels are")} blank: ${countedLabels(found.slice(0, SHOWN), labels)}.`;
    return withRemedy(
      observed(found, labels.size, message, quotedLabel),
      `If they are missing values, read with missing: [${found.map(quotedLabel).join(", ")}].`,
    );
  },
};

/** Labels that are all numbers, whose order as texts, which models and reports have, is not that of the numbers. */
export const labelOrder: CountCheck = {
  name: "label-order",
  severity: "info",
  maxShare: 0,
  observeCounts({ labels }) {
    const sorted = [...labels.keys()].sort(byCodePoint);
    if (sorted.some((label) => numberOf(label) === undefined)) return undefined;
    const byNumber = sorted.toSorted((a, b) => Number(plainLabel(a)) - Number(plainLabel(b)));
    const moved = sorted.filter((label, i) => Number(plainLabel(label)) !== Number(plainLabel(byNumber[i]!)));
    const order = sorted.slice(0, 12).join(", ");
    const message = () =>
      `The labels are numbers, sorted as texts: ${order}${sorted.length > 12 ? ", …" : ""}.`;
    return withRemedy(
      observed(moved, sorted.length, message, quotedLabel),
      `For the order of the numbers, map them to names of one length, as in labels: { "1": "01", "10": "10" }, or set label-order to "off".`,
    );
  },
};

function observedSets(
  sets: readonly (readonly string[])[],
  labels: LabelCounts,
  what: string,
): Observation | undefined {
  const shown = sets.slice(0, SHOWN);
  const list = shown.map((set) => countedLabels(set, labels)).join("; ");
  const number = sets.reduce((sum, set) => sum + set.length, 0);
  const message = () => `${counted(number, "label")} ${what}: ${list}${sets.length > SHOWN ? "; …" : ""}.`;
  const show = (set: readonly string[]) => set.map(quotedLabel).join(" = ");
  return withRemedy(observed(sets, labels.size, message, show), mergeRemedy(shown, labels));
}

/** An observation with what to do about it. */
export function withRemedy(seen: Observation | undefined, remedy: string): Observation | undefined {
  return seen && { ...seen, remedy };
}
