import { assertObjects } from "../errors/assert-argument.js";
import type { Codec, EncodedPart } from "./codec.js";

/** What the owner of a part keeps of it beside its tensors: a bundle's manifest, the parameters of a pipeline. */
export type PartDescription = {
  /** Names the codec that reads it. */
  readonly kind: string;
  /** Version of the codec that wrote it. */
  readonly version: number;
  readonly params: EncodedPart["params"];
};

/** A fitted object without code, and what it takes to read it again. Plain data: it may go to a thread. */
export interface Part extends PartDescription, EncodedPart {
  /** What its owner calls it, for messages. */
  readonly name?: string;
}

/** Whether a value is an object that one of the codecs writes: one with methods, not data of the same `kind`. */
export function isFitted(value: object, codecs: readonly Codec[]): value is { readonly kind: string } {
  assertObjects("codecs", codecs, "a list of codecs");
  if (typeof value !== "object" || value === null) return false;
  const { kind } = value as { readonly kind?: unknown };
  if (!codecs.some((codec) => codec.kind === kind)) return false;
  const isPlain = [null, Object.prototype].includes(Object.getPrototypeOf(value));
  return !isPlain || Object.values(value).some((member) => typeof member === "function");
}
