import { counted, type QualityCheck, SHOWN } from "./check.js";
import type { Severity } from "./finding.js";

/** A check that looks at each text alone. */
export function matchingText(
  name: string,
  severity: Severity,
  maxShare: number,
  what: string,
  matches: (text: string) => boolean,
): QualityCheck {
  return {
    name,
    severity,
    maxShare,
    observe({ examples }) {
      const shown: string[] = [];
      let count = 0;
      for (const { id, text } of examples) {
        if (!matches(text)) continue;
        count++;
        if (shown.length < SHOWN) shown.push(id);
      }
      if (count === 0) return undefined;
      const message = `${counted(count, "document")} ${what}.`;
      return { message, count, of: examples.length, examples: shown };
    },
  };
}
