import { byCodePoint } from "../hash/code-point-order.js";
import { shown } from "./display.js";

/** The number of examples of each label, the most frequent first; `undefined` without examples. */
export function describeLabels(
  examples: readonly { readonly label?: string | undefined }[],
): readonly string[] | undefined {
  const counts = new Map<string, number>();
  for (const { label = "(none)" } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts].sort(([a, n], [b, m]) => m - n || byCodePoint(a, b));
  return labels.length === 0 ? undefined : labels.map(([label, count]) => `${label} ${shown(count)}`);
}
