import { counted, observeHeldOut, type Part, type QualityCheck } from "./check.js";

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
    observe(data) {
      const { examples, parts, sameText } = data;
      const elsewhere = new Map<number, number>();
      examples.forEach((_, i) => {
        if (parts[i] === part) elsewhere.set(sameText[i]!, i);
      });
      return observeHeldOut(
        data,
        (i) => elsewhere.get(sameText[i]!),
        (count) =>
          `${counted(count, "held-out document has", "held-out documents have")} a text that is ${where} too.`,
      );
    },
  };
}
