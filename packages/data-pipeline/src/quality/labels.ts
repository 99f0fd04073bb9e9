import { byCodePoint } from "@imdb/core";
import { otherWriting } from "../sources/other-writing.js";
import { type CountCheck, counted, type DocumentCheck, observed } from "./check.js";
import { SHOWN } from "./data-counts.js";
import type { Part } from "./part.js";

/**
 * The shares of the labels in the train part. The threshold applies to how far the most frequent label is above an equal
 * share, from 0 (balanced) to 1 (only one label).
 */
export const labelBalance: CountCheck = {
  name: "label-balance",
  severity: "warning",
  maxShare: 0.5,
  observeCounts({ trainLabels }) {
    const sizes = [...trainLabels.values()];
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total === 0) return undefined;
    const labels = [...trainLabels].sort(([a], [b]) => byCodePoint(a, b));
    const largest = sizes.reduce((most, size) => Math.max(most, size));
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

/**
 * Labels that JSON and Parquet would give as another text: pandas writes the number 1 as `1.0` in CSV, and true as `True`. All labels
 * are such values, or one of them is a label in both writings.
 */
export const labelTypes: CountCheck = {
  name: "label-types",
  severity: "warning",
  maxShare: 0,
  observeCounts({ trainLabels }) {
    const labels = [...trainLabels.keys()].sort(byCodePoint);
    const areValues = labels.every((label) => /^[+-]?\d+$/.test(label) || readsAs(label) !== undefined);
    const found = labels.filter((label) => {
      const { text = label } = otherWriting(label) ?? {};
      return text !== label && (areValues || trainLabels.has(text));
    });
    const types = [...new Set(found.map((label) => otherWriting(label)!.type))];
    const message = (count: number) =>
      `${counted(count, "label is a value that is", "labels are values that are")} another text in JSON and Parquet: ${found
        .slice(0, SHOWN)
        .map((label) => `${JSON.stringify(label)} is ${JSON.stringify(otherWriting(label)!.text)}`)
        .join(", ")}${count > SHOWN ? ", …" : ""}. ${
        types.length > 1
          ? "Name them in labels."
          : `Set labelType (label_type in a settings file) to "${types[0]}" to have the same labels from every format.`
      }`;
    return observed(found, trainLabels.size, message, String);
  },
};

/** The type of a label that is a number with a fraction or a boolean. */
function readsAs(label: string): "number" | "boolean" | undefined {
  if (/^(?:true|false)$/i.test(label)) return "boolean";
  return /^[+-]?\d+\.\d+$/.test(label) ? "number" : undefined;
}

/**
 * Labels of the validation or the test part that the train part lacks: a model can never predict them. A split by group,
 * time or hash, or one that came with the data, cannot promise that there are none.
 */
export const labelsMissingInTrain: DocumentCheck = {
  name: "labels-missing-in-train",
  severity: "warning",
  maxShare: 0,
  observe({ examples, parts }) {
    const labelsOf = (isIn: (part: Part) => boolean) =>
      new Set(examples.flatMap(({ label }, i) => (label !== undefined && isIn(parts[i]!) ? [label] : [])));
    const known = labelsOf((part) => part === "train");
    const heldOut = labelsOf((part) => part === "validation" || part === "test");
    const missing = [...heldOut].filter((label) => !known.has(label)).sort(byCodePoint);
    const names = missing.slice(0, SHOWN).map((label) => JSON.stringify(label));
    const message = (count: number) =>
      `${counted(count, "label is", "labels are")} held out and not in train: ${names.join(", ")}${count > SHOWN ? ", …" : ""}.`;
    const idOf = (label: string) =>
      examples.find((example, i) => example.label === label && parts[i] !== "train")!.id;
    return observed(missing, heldOut.size, message, idOf);
  },
};

/** Texts that have more than one label: at least one of the labels is wrong. */
export const labelConflicts: DocumentCheck = {
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
