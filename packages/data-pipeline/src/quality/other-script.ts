import { SCRIPTS } from "../traits/script.js";
import { counted, type QualityCheck, SHOWN } from "./check.js";

/**
 * Documents mostly in another script than most documents: a suspicion that they are in another language. It
 * does not tell languages of one script apart.
 */
export function otherScript(): QualityCheck {
  return {
    name: "other-script",
    severity: "warning",
    maxShare: 0.001,
    observe({ examples, traits: { scripts } }) {
      const sizes = new Uint32Array(SCRIPTS.length);
      for (const script of scripts) sizes[script]!++;
      let main = 0;
      for (let script = 1; script < sizes.length; script++) {
        if (sizes[script]! > (main === 0 ? 0 : sizes[main]!)) main = script;
      }
      const others = [...scripts.keys()].filter((i) => scripts[i] !== main);
      if (others.length === 0) return undefined;
      return {
        message: `${counted(others.length, "document is", "documents are")} not mostly in ${SCRIPTS[main] ?? "any"} letters.`,
        count: others.length,
        of: examples.length,
        examples: others.slice(0, SHOWN).map((i) => examples[i]!.id),
      };
    },
  };
}
