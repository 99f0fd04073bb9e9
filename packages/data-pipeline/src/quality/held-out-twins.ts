import { counted, type Part, type QualityCheck, SHOWN } from "./check.js";

/** Documents of the test or validation part whose very text is in train too. */
export function exactDuplicatesAcrossSplits(): QualityCheck {
  return heldOutTwins("exact-duplicates-across-splits", "train", "in train");
}

/**
 * Held-out documents whose text is in the unlabelled part too: whoever learns from unlabelled texts (word
 * vectors, self-training) has then seen them.
 */
export function unlabelledOverlap(): QualityCheck {
  return heldOutTwins("held-out-in-unlabelled", "unlabelled", "unlabelled");
}

/**
 * A check for documents of the test or validation part whose very text is in another part too.
 *
 * @param part   The other part.
 * @param where  How the finding's message says so.
 */
function heldOutTwins(name: string, part: Part, where: string): QualityCheck {
  return {
    name,
    severity: "warning",
    maxShare: 0,
    observe({ examples, parts, sameText }) {
      const elsewhere = new Map<number, number>();
      examples.forEach((_, i) => {
        if (parts[i] === part) elsewhere.set(sameText[i]!, i);
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
      const message = `${counted(count, "held-out document has", "held-out documents have")} a text that is ${where} too.`;
      return { message, count, of: held, examples: pairs };
    },
  };
}
