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
