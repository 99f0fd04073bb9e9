import { isWord, SPECIAL, wordUnits } from "../unicode/word-units.js";

const EYES = ":;=";
const NOSES = "-'^";
const SLASHES = "/\\";
const CLOSING = ")]}";
const MOUTHS = `([{|*@${CLOSING}${SLASHES}`;
const LETTERS = "DPpOo3";
const ALL_MOUTHS = MOUTHS + LETTERS;

/** Where the mouth of a face that starts at `i` is, by its characters alone; 0 for none. */
function mouthIn(text: string, i: number): number {
  if (!EYES.includes(text[i]!)) return 0;
  const mouth = i + 1 < text.length && NOSES.includes(text[i + 1]!) ? i + 2 : i + 1;
  return mouth < text.length && ALL_MOUTHS.includes(text[mouth]!) ? mouth : 0;
}

/** One past a run of the same unit. */
function endOfRun(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] === text[at]) end++;
  return end;
}

/** The first rule: a letter is a mouth only before no word. */
export function anyMouth(text: string, i: number): number {
  const mouth = mouthIn(text, i);
  if (mouth === 0 || !LETTERS.includes(text[mouth]!)) return mouth;
  const after = endOfRun(text, mouth);
  return after >= text.length || wordUnits(false)[text.charCodeAt(after)] === 0 ? mouth : 0;
}

/**
 * Where the mouth of an emoticon that starts at `i` is; 0 for none. The same characters are no emoticon where other things
 * are written with them: `http://`, `4:3`, `Director:D.`, `Cast:(Jane`, `x=3`, `C:\\films`.
 */
export function mouthOf(text: string, i: number): number {
  const mouth = mouthIn(text, i);
  if (mouth === 0) return 0;
  const kind = text[mouth]!;
  if (CLOSING.includes(kind)) return mouth;
  const after = endOfRun(text, mouth);
  const isBeforeWord = isWordAt(text, after);
  if (SLASHES.includes(kind)) {
    return after > mouth + 1 || isBeforeWord || SLASHES.includes(text[after] ?? " ") ? 0 : mouth;
  }
  const isAfterWord = isWordBefore(text, i);
  if (!LETTERS.includes(kind)) return isAfterWord && isBeforeWord ? 0 : mouth;
  const hasNose = mouth > i + 1 && kind !== "3";
  return isBeforeWord || (isAfterWord && !hasNose) ? 0 : mouth;
}

function isWordAt(text: string, i: number): boolean {
  const unit = i < text.length ? wordUnits(false)[text.charCodeAt(i)]! : 0;
  return unit === SPECIAL ? isWord(text.codePointAt(i)!) : unit !== 0;
}

function isWordBefore(text: string, i: number): boolean {
  const unit = text.charCodeAt(i - 1);
  return isWordAt(text, i > 1 && unit >= 0xdc00 && unit <= 0xdfff ? i - 2 : i - 1);
}
