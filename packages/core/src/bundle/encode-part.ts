import type { Codec } from "./codec.js";
import { findCodec } from "./find-codec.js";
import { oneDeeper } from "./nesting-depth.js";
import type { Part } from "./part.js";

/**
 * Takes a fitted object apart: the one way in which it becomes a part of a bundle or of another object, crosses to
 * a thread, or is kept as the result of a task.
 *
 * @param codecs  Must hold that of the object's kind.
 * @throws `UNKNOWN_CODEC`; `INVALID_BUNDLE` when objects lie deeper in one another than can be read again; what
 *         its codec throws.
 */
export function encodePart(fitted: { readonly kind: string }, codecs: readonly Codec[]): Part {
  const codec = findCodec(codecs, fitted.kind);
  const { params, tensors } = oneDeeper(() => codec.encode(fitted));
  return { kind: codec.kind, version: codec.version, params, tensors };
}
