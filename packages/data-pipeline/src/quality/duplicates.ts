import { limitedMessage } from "../similarity/cluster-texts.js";
import { type CheckedData, counted, type DocumentCheck, type Observation, observed } from "./check.js";
import type { Part } from "./part.js";

/** Documents with the same text as an earlier document of the same part. */
export const exactDuplicates: DocumentCheck = {
  name: "exact-duplicates",
  severity: "warning",
  maxShare: 0.01,
  observe: (data) =>
    pairsWithin(
      data,
      data.sameText,
      () => true,
      (count) =>
        `${counted(count, "document repeats", "documents repeat")} the text of another in the same part.`,
    ),
};

/** Documents that are near, but not exact, duplicates of an earlier document of the same part. */
export const nearDuplicatesWithin: DocumentCheck = {
  name: "near-duplicates",
  severity: "warning",
  maxShare: 0.01,
  observe: (data) =>
    pairsWithin(
      data,
      data.similar,
      (earlier, later) => data.sameText[later] !== data.sameText[earlier],
      (count) =>
        `${counted(count, "document is", "documents are")} nearly the same as another in the same part.`,
    ),
};

/** Documents of the test or validation part whose exact text is also in train. */
export const exactDuplicatesAcrossSplits = heldOutDuplicates(
  "exact-duplicates-across-splits",
  "train",
  "in train",
);

/**
 * Held-out documents whose text is also in the unlabelled part: a model that learns from unlabelled texts (word vectors,
 * self-training) has then seen them.
 */
export const unlabelledOverlap = heldOutDuplicates("held-out-in-unlabelled", "unlabelled", "unlabelled");

/** Held-out documents that are a near, but not an exact, duplicate of a train document. */
export const nearDuplicatesAcrossSplits: DocumentCheck = {
  name: "near-duplicates-across-splits",
  severity: "warning",
  maxShare: 0,
  observe(data) {
    const { parts, sameText, similar } = data;
    const trained = new Map<number, number>();
    const exact = new Set<number>();
    parts.forEach((part, i) => {
      if (part !== "train") return;
      if (!trained.has(similar[i]!)) trained.set(similar[i]!, i);
      exact.add(sameText[i]!);
    });
    return pairsAcross(
      data,
      (i) => (exact.has(sameText[i]!) ? undefined : trained.get(similar[i]!)),
      (count) =>
        `${counted(count, "held-out document is", "held-out documents are")} nearly the same as one in train.`,
    );
  },
};

/** Texts that were not compared with all that may be near duplicates of them, because too many are hardly alike. */
export const nearDuplicatesLimited: DocumentCheck = {
  name: "near-duplicates-limited",
  severity: "warning",
  maxShare: 0,
  observe({ limited, examples }) {
    if (limited === 0) return undefined;
    return { message: limitedMessage(limited), count: limited, of: examples.length, examples: [] };
  },
};

/** A check for held-out documents whose exact text is also in another part, named by `where` in the message. */
function heldOutDuplicates(name: string, other: Part, where: string): DocumentCheck {
  return {
    name,
    severity: "warning",
    maxShare: 0,
    observe(data) {
      const { parts, sameText } = data;
      const elsewhere = new Map<number, number>();
      parts.forEach((part, i) => {
        if (part === other) elsewhere.set(sameText[i]!, i);
      });
      return pairsAcross(
        data,
        (i) => elsewhere.get(sameText[i]!),
        (count) =>
          `${counted(count, "held-out document has", "held-out documents have")} a text that is ${where} too.`,
      );
    },
  };
}

type Pair = readonly [earlier: number, later: number];

/** Pairs of a document with the first one of its set in the same part, if `counts` accepts the pair. */
function pairsWithin(
  data: CheckedData,
  sets: Int32Array,
  counts: (...pair: Pair) => boolean,
  message: (count: number) => string,
): Observation | undefined {
  const first = new Map<string, number>();
  const pairs: Pair[] = [];
  data.parts.forEach((part, i) => {
    const key = `${part} ${sets[i]}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, i);
    else if (counts(earlier, i)) pairs.push([earlier, i]);
  });
  return observedPairs(data, pairs, data.examples.length, message);
}

/** Pairs of a held-out document with the one in another part that `duplicateOf` finds. */
function pairsAcross(
  data: CheckedData,
  duplicateOf: (index: number) => number | undefined,
  message: (count: number) => string,
): Observation | undefined {
  const pairs: Pair[] = [];
  let held = 0;
  data.parts.forEach((part, i) => {
    if (part !== "test" && part !== "validation") return;
    held++;
    const duplicate = duplicateOf(i);
    if (duplicate !== undefined) pairs.push([duplicate, i]);
  });
  return observedPairs(data, pairs, held, message);
}

function observedPairs(
  { examples }: CheckedData,
  pairs: readonly Pair[],
  of: number,
  message: (count: number) => string,
): Observation | undefined {
  return observed(pairs, of, message, ([a, b]) => `${examples[a]!.id} = ${examples[b]!.id}`);
}
