import type { CleaningStep, TracedText } from "./cleaning-step.js";
import { tracedEdits } from "./traced-text.js";

// All white space except a single space, which needs no change.
const NOT_SINGLE_SPACE = /\s\s+|[^\S ]/g;
/** White space other than spaces and LF; most texts have none of it. */
const UNUSUAL = /[^\S \n]/;
const SPACES = / {2,}/g;

/**
 * Replaces every run of white space, line breaks and no-break spaces included, by one space, and trims the ends.
 *
 * @example
 * whitespace().apply("  so\n\n good\u00a0! "); // => "so good !"
 */
export function whitespace(): CleaningStep {
  return { name: "whitespace", version: 1, apply: collapseWhitespace, trace };
}

function trace(text: string): TracedText {
  const edits = [...text.matchAll(/\s+/g)].flatMap(({ 0: run, index: from }) => {
    const to = from + run.length;
    const isInside = from > 0 && to < text.length;
    return isInside && run === " " ? [] : [{ from, to, length: isInside ? 1 : 0 }];
  });
  return tracedEdits(text, collapseWhitespace(text), edits);
}

function collapseWhitespace(text: string): string {
  if (UNUSUAL.test(text)) return text.replace(NOT_SINGLE_SPACE, " ").trim();
  // For spaces and LF alone this is several times faster than the general expression.
  const line = text.includes("\n") ? joinLines(text) : text;
  return (line.includes("  ") ? line.replace(SPACES, " ") : line).trim();
}

function joinLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}
