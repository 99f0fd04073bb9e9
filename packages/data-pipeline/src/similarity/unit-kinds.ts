/** The kind of a code unit that is a word of its own. */
export const ALONE = 2;
/** The kind of a code unit that words consist of. */
export const WORD = 1;

const IN_WORDS = /[\p{L}\p{N}\p{M}\p{Emoji_Presentation}\p{Cs}]/u;
/** Letters of scripts that have no spaces between words. */
const WITHOUT_SPACES =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

let kinds: Uint8Array | undefined;

/**
 * The kind of each UTF-16 code unit: 0 when it separates words, {@link WORD} or {@link ALONE}. Halves of surrogate pairs (emoji, rare
 * letters) are parts of words. Made when it is first needed, in some milliseconds: most English texts never need it.
 */
export function kindsOfUnits(): Uint8Array {
  kinds ??= Uint8Array.from({ length: 2 ** 16 }, (_, unit) => kindOf(String.fromCharCode(unit)));
  return kinds;
}

function kindOf(character: string): number {
  if (!IN_WORDS.test(character)) return 0;
  return WITHOUT_SPACES.test(character) ? ALONE : WORD;
}
