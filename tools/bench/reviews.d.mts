/** A labelled review of the archive. */
export interface Review {
  readonly split: "train" | "test";
  readonly label: "pos" | "neg";
  /** Of those of its split and label. */
  readonly number: number;
  /** Its path in the archive. */
  readonly id: string;
  readonly text: string;
}

/** The labelled reviews of the archive, in its order, read once: 25,000 of each split. */
export function reviews(): readonly Review[];

/** The texts of one split, in the archive's order. */
export function reviewTexts(split: Review["split"]): string[];
