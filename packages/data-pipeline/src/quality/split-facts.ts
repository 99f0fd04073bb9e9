/** A part that no model is trained on. */
export type HeldOut = "validation" | "test";

/** How a split was asked for and made. */
export interface SplitFacts {
  /** Whether the part of each document was given or follows from the document alone. */
  readonly isFixed: boolean;
  /** The shares that were asked for; `undefined` for a split that came with the data. */
  readonly asked: Readonly<Record<HeldOut, number>> | undefined;
  /** Groups and duplicates of two documents or more that were divided as one. */
  readonly together: { readonly sets: number; readonly documents: number };
  /** Documents that came into another part to repair a leak. */
  readonly moved: number;
  /** Documents that were removed to repair a leak. */
  readonly removed: number;
}
