import { byCodePoint } from "../hash/code-point-order.js";
import { displayed, shown } from "./display.js";

/** The fields of labels that are shown. */
export interface ShownLabels {
  readonly role: string;
  readonly classes: readonly string[];
  readonly codes: ArrayLike<number>;
  readonly positive?: string | undefined;
}

/** Gives the labels of a split a short view. */
export const displayLabels: <L extends ShownLabels>(labels: L) => L = /* @__PURE__ */ displayed(
  ({ role, classes, codes, positive }: ShownLabels) => ({
    title: `Labels ${role}`,
    rows: {
      rows: codes.length,
      labels: describeLabels(Array.from(codes, (code) => ({ label: classes[code] }))),
      "positive class": positive,
    },
  }),
);

/** The number of examples of each label, the most frequent first; `undefined` without examples. */
export function describeLabels(
  examples: readonly { readonly label?: string | undefined }[],
): readonly string[] | undefined {
  const counts = new Map<string, number>();
  for (const { label = "(none)" } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts].sort(([a, n], [b, m]) => m - n || byCodePoint(a, b));
  return labels.length === 0 ? undefined : labels.map(([label, count]) => `${label} ${shown(count)}`);
}
