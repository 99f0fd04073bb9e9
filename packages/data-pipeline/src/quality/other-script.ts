import { counted, type QualityCheck, SHOWN } from "./check.js";

const SCRIPTS = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Arabic",
  "Hebrew",
  "Devanagari",
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
  "Thai",
];
const LETTERS = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, "gu")] as const);
const SEEN = 2000;

/**
 * Documents mostly in another script than most documents: a suspicion that they are in another language. It
 * does not tell languages of one script apart.
 */
export function otherScript(): QualityCheck {
  return {
    name: "other-script",
    severity: "warning",
    maxShare: 0.001,
    observe({ examples }) {
      const scripts = examples.map(({ text }) => scriptOf(text));
      const sizes = new Map<string, number>();
      for (const script of scripts) if (script !== undefined) sizes.set(script, (sizes.get(script) ?? 0) + 1);
      const [main] = [...sizes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0] ?? [];
      const others = [...scripts.keys()].filter((i) => scripts[i] !== main);
      if (others.length === 0) return undefined;
      return {
        message: `${counted(others.length, "document is", "documents are")} not mostly in ${main ?? "any"} letters.`,
        count: others.length,
        of: examples.length,
        examples: others.slice(0, SHOWN).map((i) => examples[i]!.id),
      };
    },
  };
}

/** The script of most letters of a text's first 2,000 characters; nothing without letters. */
function scriptOf(text: string): string | undefined {
  const end = Math.min(text.length, SEEN);
  let ascii = 0;
  let beyond = 0;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) beyond++;
    else if ((unit | 32) >= 97 && (unit | 32) <= 122) ascii++;
  }
  // Nearly all documents end here, without a regular expression for each script.
  if (ascii > beyond) return "Latin";
  if (beyond === 0) return undefined;
  const start = text.slice(0, SEEN);
  let most = 0;
  let main: string | undefined;
  for (const [script, letters] of LETTERS) {
    const count = start.match(letters)?.length ?? 0;
    if (count > most) {
      most = count;
      main = script;
    }
  }
  return main;
}
