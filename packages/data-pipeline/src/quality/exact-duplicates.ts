import { counted, type QualityCheck, SHOWN } from "./check.js";

/** Documents whose text an earlier document of the same part has. */
export function exactDuplicates(): QualityCheck {
  return {
    name: "exact-duplicates",
    severity: "warning",
    maxShare: 0.01,
    observe({ examples, parts, sameText }) {
      const seen = new Map<string, number>();
      const pairs: string[] = [];
      let count = 0;
      examples.forEach(({ id }, i) => {
        const key = `${parts[i]} ${sameText[i]}`;
        const first = seen.get(key);
        if (first === undefined) {
          seen.set(key, i);
          return;
        }
        count++;
        if (pairs.length < SHOWN) pairs.push(`${examples[first]!.id} = ${id}`);
      });
      if (count === 0) return undefined;
      const message = `${counted(count, "document repeats", "documents repeat")} the text of another in the same part.`;
      return { message, count, of: examples.length, examples: pairs };
    },
  };
}

/** Documents of the test or validation part whose very text is in train too. */
export function exactDuplicatesAcrossSplits(): QualityCheck {
  return {
    name: "exact-duplicates-across-splits",
    severity: "warning",
    maxShare: 0,
    observe({ examples, parts, sameText }) {
      const elsewhere = new Map<number, number>();
      examples.forEach((_, i) => {
        if (parts[i] === "train") elsewhere.set(sameText[i]!, i);
      });
      const pairs: string[] = [];
      let count = 0;
      let held = 0;
      examples.forEach(({ id }, i) => {
        if (parts[i] !== "test" && parts[i] !== "validation") return;
        held++;
        const twin = elsewhere.get(sameText[i]!);
        if (twin === undefined) return;
        count++;
        if (pairs.length < SHOWN) pairs.push(`${examples[twin]!.id} = ${id}`);
      });
      if (count === 0) return undefined;
      const message = `${counted(count, "held-out document has", "held-out documents have")} a text that is in train too.`;
      return { message, count, of: held, examples: pairs };
    },
  };
}
