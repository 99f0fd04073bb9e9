import { DAMAGED, HTML_LEFT } from "../traits/text-traits.js";
import { counted, type QualityCheck, SHOWN } from "./check.js";

/** Documents that still hold HTML tags, comments or character references after cleaning. */
export function htmlResidue(): QualityCheck {
  return markedText("html-residue", "warning", 0.01, "with HTML left in the text", HTML_LEFT);
}

/** Documents with replacement characters, C1 control characters, or UTF-8 that was read as Windows-1252. */
export function encodingDamage(): QualityCheck {
  return markedText("encoding-damage", "warning", 0.001, "with damaged characters", DAMAGED);
}

/** A check of a mark that texts carry, each read alone. */
function markedText(
  name: string,
  severity: QualityCheck["severity"],
  maxShare: number,
  what: string,
  mark: number,
): QualityCheck {
  return {
    name,
    severity,
    maxShare,
    observe({ examples, traits: { marks } }) {
      const shown: string[] = [];
      let count = 0;
      for (let i = 0; i < marks.length; i++) {
        if ((marks[i]! & mark) === 0) continue;
        count++;
        if (shown.length < SHOWN) shown.push(examples[i]!.id);
      }
      if (count === 0) return undefined;
      const message = `${counted(count, "document")} ${what}.`;
      return { message, count, of: examples.length, examples: shown };
    },
  };
}
