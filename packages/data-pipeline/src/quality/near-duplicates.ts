import { counted, observeHeldOut, type QualityCheck, SHOWN } from "./check.js";

/** Documents that are near, but not exact, duplicates of an earlier document of the same part. */
export function nearDuplicatesWithin(): QualityCheck {
  return {
    name: "near-duplicates",
    severity: "warning",
    maxShare: 0.01,
    observe({ examples, parts, sameText, similar }) {
      const first = new Map<string, number>();
      const pairs: string[] = [];
      let count = 0;
      examples.forEach(({ id }, i) => {
        const key = `${parts[i]} ${similar[i]}`;
        const earlier = first.get(key);
        if (earlier === undefined) {
          first.set(key, i);
          return;
        }
        if (sameText[i] === sameText[earlier]) return;
        count++;
        if (pairs.length < SHOWN) pairs.push(`${examples[earlier]!.id} = ${id}`);
      });
      if (count === 0) return undefined;
      const message = `${counted(count, "document is", "documents are")} nearly the same as another in the same part.`;
      return { message, count, of: examples.length, examples: pairs };
    },
  };
}

/** Held-out documents that are a near duplicate of a train document, and not an exact one of any. */
export function nearDuplicatesAcrossSplits(): QualityCheck {
  return {
    name: "near-duplicates-across-splits",
    severity: "warning",
    maxShare: 0,
    observe(data) {
      const { examples, parts, sameText, similar } = data;
      const trained = new Map<number, number>();
      const exact = new Set<number>();
      examples.forEach((_, i) => {
        if (parts[i] !== "train") return;
        if (!trained.has(similar[i]!)) trained.set(similar[i]!, i);
        exact.add(sameText[i]!);
      });
      return observeHeldOut(
        data,
        (i) => (exact.has(sameText[i]!) ? undefined : trained.get(similar[i]!)),
        (count) =>
          `${counted(count, "held-out document is", "held-out documents are")} nearly the same as one in train.`,
      );
    },
  };
}
