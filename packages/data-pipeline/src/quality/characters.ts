import { SCRIPTS } from "../traits/script.js";
import { DAMAGED, HTML_LEFT } from "../traits/text-traits.js";
import { counted, type DocumentCheck, observed } from "./check.js";

/** Documents that still have HTML tags, comments or character references after cleaning. */
export const htmlResidue = markedText("html-residue", 0.01, "with HTML left in the text", HTML_LEFT);

/** Documents with replacement characters, C1 control characters, or UTF-8 that was read as Windows-1252. */
export const encodingDamage = markedText("encoding-damage", 0.001, "with damaged characters", DAMAGED);

/** A check that counts the texts with a mark of `TextTraits`. */
function markedText(name: string, maxShare: number, what: string, mark: number): DocumentCheck {
  return {
    name,
    severity: "warning",
    maxShare,
    observe({ examples, traits: { marks } }) {
      const marked = examples.filter((_, i) => (marks[i]! & mark) !== 0);
      const message = (count: number) => `${counted(count, "document")} ${what}.`;
      return observed(marked, examples.length, message, ({ id }) => id);
    },
  };
}

/**
 * Documents mostly in another script than most documents, which are probably in another language. Languages of the same
 * script are not distinguished.
 */
export const otherScript: DocumentCheck = {
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
    const others = examples.filter((_, i) => scripts[i] !== main);
    const message = (count: number) =>
      `${counted(count, "document is", "documents are")} not mostly in ${SCRIPTS[main] ?? "any"} letters.`;
    return observed(others, examples.length, message, ({ id }) => id);
  },
};
