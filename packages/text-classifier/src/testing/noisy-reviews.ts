import { createPipeline, stratifiedSplit } from "@imdb/data-pipeline";

export type Label = "neg" | "pos";

const WORDS = { pos: ["great", "fun", "loved", "superb"], neg: ["dull", "bad", "hated", "awful"] };

/** Raw reviews of which every seventh has a word of the other class, so that no model is always right. */
export function noisyReviews(): { id: string; text: string; label: Label }[] {
  return (["neg", "pos"] as const).flatMap((label, side) =>
    Array.from({ length: 45 }, (_, i) => {
      const of = i % 7 === 0 ? (["pos", "neg"] as const)[side]! : label;
      return {
        id: `${label}${i}`,
        label,
        text: `${WORDS[of][i % 4]}<br />film &amp; plot ${i % 11} ${i % 5}`,
      };
    }),
  );
}

/** The reviews, cleaned and split. */
export function preparedReviews() {
  return createPipeline({
    split: stratifiedSplit({ testSize: 0.2, seed: 1 }),
    positive: "pos",
    nearDuplicates: "off",
    failOn: "never",
  }).process(noisyReviews());
}
