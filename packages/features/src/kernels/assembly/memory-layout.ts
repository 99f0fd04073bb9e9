// The fixed areas of the module's memory, as byte addresses. Whatever else is needed is allocated behind them.

/** Greatest number of characters of a text. A Latin-1 character takes one byte. */
export const MAX_CHARACTERS: u32 = 65536;

/** Greatest number of words of such a text: a word has two characters or more, and a separator behind it. */
export const MAX_WORDS: u32 = 21856;

/** Bytes that are looked at together; as many zeros stand behind a text, twice. */
export const BLOCK: u32 = 64;

/** Bytes of an array with a 32-bit number for each word. */
const WORD_ARRAY: u32 = 4 * MAX_WORDS;

/** Two vectors of 16 bytes: character classes of the lower and of the upper half of a byte. */
export const CHARACTER_CLASSES: u32 = 0;

/** The text, one byte a character. */
export const TEXT: u32 = 256;

/** The characters of the words as UTF-16 code units, each where it stands in the text. */
export const UNITS: u32 = TEXT + MAX_CHARACTERS + 4 * BLOCK;

/** Where words start and end in the text, by turns; 32 bits each. */
export const BOUNDARIES: u32 = UNITS + 2 * (MAX_CHARACTERS + 4 * BLOCK);

/** Of each word: the half-open range of its units, the two halves of its key, and its range in the text. */
export const FROM: u32 = BOUNDARIES + 4 * (MAX_CHARACTERS + BLOCK);
export const TO: u32 = FROM + WORD_ARRAY;
export const LOW: u32 = TO + WORD_ARRAY;
export const HIGH: u32 = LOW + WORD_ARRAY;
export const START: u32 = HIGH + WORD_ARRAY;
export const END: u32 = START + WORD_ARRAY;

/** Of each word: its token, −1 where that is not known. */
export const TOKENS: u32 = END + WORD_ARRAY;

/** Of each candidate, an n-gram that may become longer: its number (−1 if unknown), and the offset of its first word. */
export const CANDIDATES: u32 = TOKENS + WORD_ARRAY;
export const CANDIDATE_STARTS: u32 = CANDIDATES + WORD_ARRAY;

/** Where in a table each lookup begins, and the 32 bits that stand there. */
export const PLACES: u32 = CANDIDATE_STARTS + WORD_ARRAY;
export const SEEN: u32 = PLACES + WORD_ARRAY;

/** End of the fixed areas. */
export const FIXED_END: u32 = SEEN + WORD_ARRAY;
