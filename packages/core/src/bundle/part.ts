import type { Cleaning } from "../contracts/cleaning.js";
import { assertObjects } from "../errors/assert-argument.js";
import type { Codec, EncodedPart } from "./codec.js";

/** What is stored of a part besides its tensors, in the manifest of a bundle or the parameters of a pipeline. */
export type PartDescription = {
  /** The kind of its codec. */
  readonly kind: string;
  /** Version of the codec that wrote it. */
  readonly version: number;
  readonly params: EncodedPart["params"];
};

/** An encoded fitted object: plain data without code. It can be sent to a thread. */
export interface Part extends PartDescription, EncodedPart {
  /** How the training texts of a vectorizer were cleaned, where it knows that and does not clean itself. */
  readonly cleaning?: Cleaning | undefined;
  /** The name of the part in error messages. */
  readonly name?: string;
}

/** Whether a value is a fitted object that one of the codecs writes. Plain data with the same `kind` is not one: it has no methods. */
export function isFitted(value: object, codecs: readonly Codec[]): value is { readonly kind: string } {
  assertObjects("codecs", codecs, "a list of codecs");
  if (typeof value !== "object" || value === null) return false;
  const { kind } = value as { readonly kind?: unknown };
  if (!codecs.some((codec) => codec.kind === kind)) return false;
  const isPlain = [null, Object.prototype].includes(Object.getPrototypeOf(value));
  return !isPlain || Object.values(value).some((member) => typeof member === "function");
}
