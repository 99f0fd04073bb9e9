import { counted, type QualityCheck, SHOWN } from "./check.js";

/** A check of a mark that texts carry, each read alone. */
export function markedText(
  name: string,
  severity: QualityCheck["severity"],
  maxShare: number,
  what: string,
  mark: number,
): QualityCheck {
  return {
    name,
    severity,
    maxShare,
    observe({ examples, traits: { marks } }) {
      const shown: string[] = [];
      let count = 0;
      for (let i = 0; i < marks.length; i++) {
        if ((marks[i]! & mark) === 0) continue;
        count++;
        if (shown.length < SHOWN) shown.push(examples[i]!.id);
      }
      if (count === 0) return undefined;
      const message = `${counted(count, "document")} ${what}.`;
      return { message, count, of: examples.length, examples: shown };
    },
  };
}
