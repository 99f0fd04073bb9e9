import { assertPart } from "./part-tensors.js";

/** How many parts may lie in one another, the outermost among them. */
const MAX_DEPTH = 8;

// Codecs are synchronous: whoever is called while this is above 0 is called by one.
let depth = 0;

/** Runs the work of a codec, within that of the codec that asks for it. Throws `INVALID_BUNDLE`. */
export function oneDeeper<T>(work: () => T): T {
  assertPart(depth < MAX_DEPTH, `more than ${MAX_DEPTH} parts lie in one another`);
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
}
