import { byCodePoint } from "@imdb/core";
import { describeValue, plainValue, valueText } from "@imdb/rows";
import type { NamedLabel } from "./source.js";

/** What happens to labels that have no name. If they are kept, any text may be a label: `readCsv<string>(…)`. */
export type OtherLabels<L extends string> = "refuse" | (string extends L ? "keep" : never);

/** The label of a row, `undefined` where it has none, or what is wrong with it. */
export type ReadLabel<L extends string> = L | undefined | { readonly problem: string };

/** How labels are named. */
interface LabelOptions<L extends string> {
  readonly labels?: Readonly<Record<string, L>>;
  readonly otherLabels?: OtherLabels<L>;
}

/** Makes a function that names labels, and counts the rows of each label that has a name. */
export function createLabelNames<L extends string>({ labels, otherLabels }: LabelOptions<L>) {
  const rows = new Map(Object.keys(labels ?? {}).map((from) => [from, 0]));
  return {
    labelOf(value: unknown): ReadLabel<L> {
      const from = valueText(value);
      if (from === undefined) {
        const plain = plainValue(value);
        const isMissing = plain === undefined || plain === null || plain === "";
        return isMissing ? undefined : { problem: `the label is ${describeValue(value)}` };
      }
      if (labels === undefined) return from as L;
      const count = rows.get(from);
      if (count !== undefined) {
        rows.set(from, count + 1);
        return labels[from];
      }
      if (otherLabels === "keep") return from as L;
      return {
        problem: `the label ${JSON.stringify(from)} is not one of ${Object.keys(labels).join(", ")}`,
      };
    },
    /** The labels that were named so far; `undefined` where the options name none. */
    namedLabels(): readonly NamedLabel[] | undefined {
      if (labels === undefined) return undefined;
      const sorted = [...rows].sort(([a], [b]) => byCodePoint(a, b));
      return sorted.map(([from, rows]) => ({ from, to: labels[from]!, rows }));
    },
  };
}
