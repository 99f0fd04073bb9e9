import type { CategoricalPair, NumericPair } from "./methods/pair.js";

/** A column of both windows. */
export type PairedColumn = {
  readonly column: string;
  /** Values that are missing in each window. */
  readonly missing: { readonly reference: number; readonly current: number };
} & (
  | { readonly type: "numeric"; readonly pair: NumericPair }
  | { readonly type: "categorical"; readonly pair: CategoricalPair }
);
