import type { JsonValue } from "../hash/canonical-json.js";
import type { Tensor } from "./safetensors.js";

/** A fitted object in a form without code: JSON parameters and tensors. */
export interface EncodedPart {
  /** What the manifest keeps: parameters, sizes. JSON. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** What `model.safetensors` keeps: weights, vocabulary. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/**
 * Writes and reads one kind of fitted object. The codecs a caller passes are the allow-list: a bundle names a
 * kind, never a module.
 */
export interface Codec<T = unknown> {
  /**
   * Equal to the fitted object's `kind`. It is written into bundles, so one that is in use never changes. A new one
   * is in lower case with dashes (`tfidf-transformer`); a classifier that scikit-learn has bears the name of its
   * class (`LogisticRegression`). `CleanedVectorizer`, `NbLogisticRegression`, `DenseLogisticRegression` and
   * `wordCounts` are older than this rule.
   */
  readonly kind: string;
  /** Version of the encoded form; a reader takes its own and older ones. */
  readonly version: number;
  /**
   * The names of all tensors that it writes; a part with others is refused. Left out where the names vary: then it
   * refuses others itself, as `decodeParts` does.
   */
  readonly tensors?: readonly string[];
  /** Takes a fitted object apart; the same object gives the same parts. */
  encode(fitted: T): EncodedPart;
  /** Validates everything: the part is hostile until then. Throws `INVALID_BUNDLE` or `SCHEMA_MISMATCH`. */
  decode(part: EncodedPart, version: number): T;
}
