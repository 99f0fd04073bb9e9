import { DAMAGED } from "../traits/text-traits.js";
import type { QualityCheck } from "./check.js";
import { markedText } from "./marked-text.js";

/** Documents with replacement characters, C1 control characters, or UTF-8 that was read as Windows-1252. */
export function encodingDamage(): QualityCheck {
  return markedText("encoding-damage", "warning", 0.001, "with damaged characters", DAMAGED);
}
