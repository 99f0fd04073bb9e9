import type { QualityCheck } from "./check.js";
import { heldOutTwins } from "./held-out-twins.js";

/**
 * Held-out documents whose text is in the unlabelled part too: whoever learns from unlabelled texts (word
 * vectors, self-training) has then seen them.
 */
export function unlabelledOverlap(): QualityCheck {
  return heldOutTwins("held-out-in-unlabelled", "unlabelled", "unlabelled");
}
