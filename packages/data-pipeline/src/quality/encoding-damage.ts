import type { QualityCheck } from "./check.js";
import { matchingText } from "./matching-text.js";

// UTF-8 read as Windows-1252: a lead byte as Ã, Â, â, ð, followed by what a continuation byte looks like.
const MOJIBAKE = /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€|\u0080)|ð(?:Ÿ|\u009f)/;
const DAMAGE = new RegExp(`[\\ufffd\\u0080-\\u009f]|${MOJIBAKE.source}`);

/** Documents with replacement characters, C1 control characters, or UTF-8 that was read as Windows-1252. */
export function encodingDamage(): QualityCheck {
  return matchingText("encoding-damage", "warning", 0.001, "with damaged characters", (text) =>
    DAMAGE.test(text),
  );
}
