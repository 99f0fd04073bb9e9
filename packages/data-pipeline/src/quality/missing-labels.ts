import { byCodePoint } from "@imdb/core";
import { type CountCheck, counted, observed } from "./check.js";
import { countedLabels, type LabelCounts, quotedLabel } from "./label-spelling.js";
import { withRemedy } from "./label-variants.js";

/** What only programs write, for a missing value. */
const MISSING = new Set([
  "nan",
  "-nan",
  "nat",
  "n/a",
  "#n/a",
  "<na>",
  "null",
  "(null)",
  "#null!",
  "nil",
  "\\n",
  "undefined",
]);

/** What stands for a missing value, or is the name of a class: no symptom, North America, the sign minus. */
const AMBIGUOUS = new Set(["none", "na", "-", "--", "?", "."]);

/** A class with a smaller part of an equal share of the documents than this is rare. */
const RARE = 0.1;

/**
 * Labels that are what programs write for a missing value: a class of rows that have none. A word that may also be the name
 * of a class, like `none` or `-`, counts if it is rare, or if no other label is written as it is: `None` beside `pos`, but
 * not `none` beside `mild`, nor `-` beside `+`.
 */
export const missingLabels: CountCheck = {
  name: "missing-labels",
  severity: "warning",
  maxShare: 0,
  observeCounts({ labels }) {
    const found = [...labels.keys()].filter((label) => isMissing(label, labels)).sort(byCodePoint);
    const message = (count: number) =>
      `${counted(count, "label looks", "labels look")} like a missing value: ${countedLabels(found, labels)}. Name it in missing, if it is one.`;
    const names = found.map(quotedLabel).join(", ");
    return withRemedy(observed(found, labels.size, message, String), `Read with missing: [${names}].`);
  },
};

function isMissing(label: string, labels: LabelCounts): boolean {
  const word = label.trim().toLowerCase();
  if (MISSING.has(word)) return true;
  if (!AMBIGUOUS.has(word)) return false;
  return isRare(label, labels) || ![...labels.keys()].some((other) => isOfOneKind(label, other));
}

function isRare(label: string, labels: LabelCounts): boolean {
  let total = 0;
  for (const count of labels.values()) total += count;
  return labels.get(label)! < (RARE * total) / labels.size;
}

/** Whether another label is written alike: in the same case, or as a sign. */
function isOfOneKind(label: string, other: string): boolean {
  const word = other.trim().toLowerCase();
  if (MISSING.has(word) || AMBIGUOUS.has(word)) return false;
  return caseOf(label) === caseOf(other);
}

const SIGNS = /^[\p{P}\p{S}]+$/u;

function caseOf(label: string): string {
  const [lower, upper] = [label.toLowerCase(), label.toUpperCase()];
  if (lower === upper) return SIGNS.test(label.trim()) ? "signs" : "no case";
  return label === lower ? "lower" : label === upper ? "upper" : "mixed";
}
