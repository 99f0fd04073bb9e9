import type { JsonValue } from "../hash/canonical-json.js";
import type { Tensor } from "./safetensors.js";

/** A fitted object in a form without code: JSON parameters and tensors. */
export interface EncodedPart {
  /** Stored in the manifest as JSON: parameters, sizes. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Stored in `model.safetensors`: weights, vocabulary. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/**
 * Writes and reads one kind of fitted object. The codecs that a caller passes are an allow-list: a bundle names a kind,
 * never a module to load.
 */
export interface Codec<T = unknown> {
  /**
   * Equal to the fitted object's `kind`. It is written into bundles, so a kind in use never changes. A new kind is in
   * lower case with dashes (`tfidf-transformer`); a classifier that scikit-learn has too takes the name of its class
   * (`LogisticRegression`). `CleanedVectorizer`, `NbLogisticRegression`, `DenseLogisticRegression` and
   * `wordCounts` are older than this rule.
   */
  readonly kind: string;
  /** Version of the encoded form. A codec reads its own version and older ones. */
  readonly version: number;
  /**
   * The names of all tensors that it writes. A part with other tensors is refused. Left out where the names vary; then
   * the codec refuses other tensors itself, as `decodeParts` does.
   */
  readonly tensors?: readonly string[];
  /** Encodes a fitted object. The same object returns the same parameters and tensors. */
  encode(fitted: T): EncodedPart;
  /** Makes the object again. Must check everything: the part may be hostile. Throws `INVALID_BUNDLE` or `SCHEMA_MISMATCH`. */
  decode(part: EncodedPart, version: number): T;
}
