/** The kind of a code unit that words consist of. */
export const WORD = 1;
/** The kind of a code unit that is a word of its own. */
export const ALONE = 2;
/** The kind of the first half of a surrogate pair, which is a word of its own: emoji, rare Chinese characters. */
export const PAIR = 3;
/** The kind of a code unit that is passed over: variation selectors, soft hyphens, joiners. */
export const IGNORED = 4;

const IN_WORDS = /[\p{L}\p{N}\p{M}\p{Cs}]/u;
/** Letters of scripts that have no spaces between words. */
const WITHOUT_SPACES =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

let kinds: Uint8Array | undefined;

/**
 * The kind of each UTF-16 code unit: 0 when it separates words, {@link WORD}, {@link ALONE}, {@link PAIR} or {@link IGNORED}. Made when it is
 * first needed, in some milliseconds: most English texts never need it.
 */
export function kindsOfUnits(): Uint8Array {
  kinds ??= Uint8Array.from({ length: 2 ** 16 }, (_, unit) => kindOf(String.fromCharCode(unit)));
  return kinds;
}

function kindOf(character: string): number {
  if (/\p{Default_Ignorable_Code_Point}/u.test(character)) return IGNORED;
  if (/[\ud800-\udbff]/.test(character)) return PAIR;
  if (/\p{Emoji_Presentation}/u.test(character)) return ALONE;
  if (!IN_WORDS.test(character)) return 0;
  return WITHOUT_SPACES.test(character) ? ALONE : WORD;
}
