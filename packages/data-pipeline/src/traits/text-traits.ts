import { isAscii } from "../similarity/ascii.js";
import { createSketcher, type SketchRules } from "../similarity/sketch.js";
import { scriptOf } from "./script.js";

/** What is computed of each text alone, for checks and for the search for duplicates; one entry a text. */
export interface TextTraits {
  /** The keys of the bands of the MinHash signature, `bands` a text; texts that share one may be near duplicates. */
  readonly keys: Uint32Array;
  /** 0 when near duplicates are off. */
  readonly bands: number;
  /** The number of shingles of a text, repeated ones included; 0 without words, and when near duplicates are off. */
  readonly shingles: Uint32Array;
  /** The bits {@link HTML_LEFT} and {@link DAMAGED}. */
  readonly marks: Uint8Array;
  /** The index in {@link SCRIPTS}. */
  readonly scripts: Uint8Array;
}

/** The mark of a text with HTML in it. */
export const HTML_LEFT = 1;
/** The mark of a text whose encoding was damaged. */
export const DAMAGED = 2;

/**
 * Computes the traits of texts. Those of a text do not depend on the other texts, so that threads can share the work.
 *
 * @param sketched  How near duplicates are looked for; `undefined` when they are not.
 */
export function readTraits(texts: readonly string[], sketched: SketchRules | undefined): TextTraits {
  const traits = emptyTraits(texts.length, sketched?.bands ?? 0);
  const sketch = sketched && createSketcher(sketched);
  texts.forEach((text, i) => {
    if (sketch) traits.shingles[i] = sketch(text, traits.keys, i * traits.bands);
    traits.marks[i] = (hasHtml(text) ? HTML_LEFT : 0) | (isDamaged(text) ? DAMAGED : 0);
    traits.scripts[i] = scriptOf(text);
  });
  return traits;
}

/** The traits at some indices, in the order of the indices. */
export function pickTraits(
  { keys, bands, shingles, marks, scripts }: TextTraits,
  at: ArrayLike<number>,
): TextTraits {
  const picked = emptyTraits(at.length, bands);
  for (let k = 0; k < at.length; k++) {
    const i = at[k]!;
    if (bands > 0) picked.keys.set(keys.subarray(i * bands, (i + 1) * bands), k * bands);
    picked.shingles[k] = shingles[i]!;
    picked.marks[k] = marks[i]!;
    picked.scripts[k] = scripts[i]!;
  }
  return picked;
}

/** Concatenates traits. */
export function joinTraits(parts: readonly TextTraits[]): TextTraits {
  const texts = parts.reduce((sum, { marks }) => sum + marks.length, 0);
  const bands = parts.reduce((most, part) => Math.max(most, part.bands), 0);
  const joined = emptyTraits(texts, bands);
  let at = 0;
  for (const { keys, shingles, marks, scripts } of parts) {
    joined.keys.set(keys, at * bands);
    joined.shingles.set(shingles, at);
    joined.marks.set(marks, at);
    joined.scripts.set(scripts, at);
    at += marks.length;
  }
  return joined;
}

function emptyTraits(texts: number, bands: number): TextTraits {
  return {
    keys: new Uint32Array(texts * bands),
    bands,
    shingles: new Uint32Array(texts),
    marks: new Uint8Array(texts),
    scripts: new Uint8Array(texts),
  };
}

// UTF-8 read as Windows-1252: a lead byte as Ã, Â, â or ð, followed by a continuation byte.
const MOJIBAKE = /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€|\u0080)|ð(?:Ÿ|\u009f)/;
const DAMAGE = new RegExp(`[\\ufffd\\u0080-\\u009f]|${MOJIBAKE.source}`);

/** Whether a text has replacement characters, C1 control characters, or UTF-8 that was read as Windows-1252. */
function isDamaged(text: string): boolean {
  return !isAscii(text) && DAMAGE.test(text);
}

const RESIDUE =
  /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,500})?\/?>|<!--|&(?:[a-z]{2,10}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

/** Whether a text has HTML tags, comments or character references. */
function hasHtml(text: string): boolean {
  return (text.includes("<") || text.includes("&")) && RESIDUE.test(text);
}
