import { byCodePoint } from "@imdb/core";
import { describeValue, valueText } from "@imdb/rows";
import { otherWriting } from "./other-writing.js";
import type { NamedLabel } from "./source.js";
import { typedValue, type ValueType } from "./value-types.js";

/** What happens to labels that have no name. If they are kept, any text may be a label: `readCsv<string>(…)`. */
export type OtherLabels<L extends string> = "refuse" | (string extends L ? "keep" : never);

/** The label of a row, `undefined` where it has none, or what is wrong with it. */
export type ReadLabel<L extends string> = L | undefined | { readonly problem: string };

/** How labels are named. */
interface LabelOptions<L extends string> {
  readonly labels?: Readonly<Record<string, L>>;
  readonly otherLabels?: OtherLabels<L>;
  readonly labelType?: ValueType | undefined;
}

/** Makes a function that names labels, and counts the rows of each label that has a name. */
export function createLabelNames<L extends string>({
  labels,
  otherLabels,
  labelType = "text",
}: LabelOptions<L>) {
  const rows = new Map(Object.keys(labels ?? {}).map((from) => [from, 0]));
  return {
    labelOf(value: unknown): ReadLabel<L> {
      const label = typedValue(labelType, value);
      if (typeof label === "object") {
        return {
          problem: `the label ${labelType === "text" ? `is ${describeValue(value)}` : label.problem}`,
        };
      }
      const from = valueText(label);
      if (from === undefined || labels === undefined) return from as L | undefined;
      const count = rows.get(from);
      if (count !== undefined) {
        rows.set(from, count + 1);
        return labels[from];
      }
      if (otherLabels === "keep") return from as L;
      const names = Object.keys(labels).join(", ");
      return { problem: `the label ${JSON.stringify(from)} is not one of ${names}${typeHint(from, rows)}` };
    },
    /** The labels that were named so far; `undefined` where the options name none. */
    namedLabels(): readonly NamedLabel[] | undefined {
      if (labels === undefined) return undefined;
      const sorted = [...rows].sort(([a], [b]) => byCodePoint(a, b));
      return sorted.map(([from, rows]) => ({ from, to: labels[from]!, rows }));
    },
  };
}

/** Says which type makes a label one that has a name. */
function typeHint(label: string, named: ReadonlyMap<string, number>): string {
  const other = otherWriting(label);
  if (other === undefined || !named.has(other.text)) return "";
  return `; with labelType ${JSON.stringify(other.type)} it is ${other.text}`;
}
