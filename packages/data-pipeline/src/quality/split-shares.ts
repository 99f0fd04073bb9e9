import { byCodePoint } from "@imdb/core";
import { type CheckedData, counted, type DocumentCheck } from "./check.js";
import { SHOWN } from "./data-counts.js";
import type { Part } from "./part.js";
import type { HeldOut } from "./split-facts.js";

/** The documents of one label in one held-out part. */
interface Cell {
  readonly label: string;
  readonly part: HeldOut;
  readonly count: number;
  readonly of: number;
  /** By how many documents it is larger than asked. */
  readonly off: number;
}

/**
 * How far the shares of the labels in the held-out parts are from those that were asked for, and what was kept together, moved and
 * removed for groups and duplicates. The threshold applies to the share of documents that would have to change their part. For
 * a split that is fixed (time, hash) it is only reported.
 */
export const splitShares: DocumentCheck = {
  name: "split-shares",
  severity: "warning",
  maxShare: 0.01,
  observe(data) {
    const { split } = data;
    if (split === undefined) return undefined;
    const { together, moved, removed, isFixed } = split;
    const cells = cellsOf(data);
    const far = cells.filter(({ off }) => Math.abs(off) >= 1 + 1e-9);
    if (far.length === 0 && together.sets === 0 && moved === 0 && removed === 0) return undefined;
    const shown = [...cells].sort((a, b) => Math.abs(b.off) - Math.abs(a.off)).slice(0, SHOWN);
    const parts = shown.map(showCell).join("; ");
    const repairs = [
      together.sets > 0 &&
        `${counted(together.sets, "set")} of groups or duplicates (${counted(together.documents, "document")}) ${together.sets === 1 ? "was" : "were"} kept together`,
      moved > 0 && `${counted(moved, "document was", "documents were")} moved to repair leaks`,
      removed > 0 && `${counted(removed, "document was", "documents were")} removed to repair leaks`,
    ].filter((part) => part !== false);
    return {
      message: `${[parts, ...repairs].filter((part) => part !== "").join("; ")}.`,
      count: isFixed ? 0 : Math.round(far.reduce((sum, { off }) => sum + Math.abs(off), 0)),
      of: cells.length === 0 ? 0 : data.examples.length,
      examples: far.slice(0, SHOWN).map(({ label, part }) => `${label} in ${part}`),
    };
  },
};

function cellsOf({ examples, parts, split }: CheckedData): readonly Cell[] {
  const asked = split?.asked;
  if (asked === undefined) return [];
  const counts = new Map<string, Map<Part, number>>();
  examples.forEach(({ label }, i) => {
    if (label === undefined) return;
    const own = counts.get(label) ?? new Map<Part, number>();
    own.set(parts[i]!, (own.get(parts[i]!) ?? 0) + 1);
    counts.set(label, own);
  });
  const labels = [...counts.keys()].sort(byCodePoint);
  const heldOut = (["validation", "test"] as const).filter((part) => asked[part] > 0);
  return labels.flatMap((label) =>
    heldOut.map((part): Cell => {
      const own = counts.get(label)!;
      const of = [...own.values()].reduce((sum, count) => sum + count, 0);
      const count = own.get(part) ?? 0;
      return { label, part, count, of, off: count - asked[part] * of };
    }),
  );
}

function showCell({ label, part, count, of, off }: Cell): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return `${label}: ${figure(count)} of ${figure(of)} in ${part} (${percent(count / of)}, asked ${percent((count - off) / of)})`;
}

function figure(count: number): string {
  return count.toLocaleString("en-US");
}
