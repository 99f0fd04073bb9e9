import { counted, type QualityCheck, SHOWN } from "./check.js";

/**
 * Held-out documents whose text is in the unlabelled part too: whoever learns from unlabelled texts (word
 * vectors, self-training) has then seen them.
 */
export function unlabelledOverlap(): QualityCheck {
  return {
    name: "held-out-in-unlabelled",
    severity: "warning",
    maxShare: 0,
    observe({ examples, parts, sameText }) {
      const unlabelled = new Map<number, number>();
      examples.forEach((_, i) => {
        if (parts[i] === "unlabelled") unlabelled.set(sameText[i]!, i);
      });
      const pairs: string[] = [];
      let count = 0;
      let held = 0;
      examples.forEach(({ id }, i) => {
        if (parts[i] !== "test" && parts[i] !== "validation") return;
        held++;
        const twin = unlabelled.get(sameText[i]!);
        if (twin === undefined) return;
        count++;
        if (pairs.length < SHOWN) pairs.push(`${examples[twin]!.id} = ${id}`);
      });
      if (count === 0) return undefined;
      const message = `${counted(count, "held-out document has", "held-out documents have")} a text that is unlabelled too.`;
      return { message, count, of: held, examples: pairs };
    },
  };
}
