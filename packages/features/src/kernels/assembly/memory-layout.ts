// The addresses of the fixed areas of the module's memory. All other memory is allocated after them.

/** Greatest number of characters of a text. A Latin-1 character takes one byte. */
export const MAX_CHARACTERS: u32 = 65536;

/** Greatest number of words of such a text: a word and the separator after it have at least three characters. */
export const MAX_WORDS: u32 = 21856;

/** Number of bytes of text that are read together. Twice as many zeros follow a text. */
export const BLOCK: u32 = 64;

/** Bytes of an array with a 32-bit number for each word. */
const WORD_ARRAY: u32 = 4 * MAX_WORDS;

/** Two vectors of 16 bytes: the character classes for each value of the lower and of the upper four bits of a byte. */
export const CHARACTER_CLASSES: u32 = 0;

/** The text, one byte for each character. */
export const TEXT: u32 = 256;

/** The characters of the words as UTF-16 code units, at the same index as in the text. */
export const UNITS: u32 = TEXT + MAX_CHARACTERS + 4 * BLOCK;

/** Start of the first word in the text, its end, start of the second word, its end, and so on; 32 bits each. */
export const BOUNDARIES: u32 = UNITS + 2 * (MAX_CHARACTERS + 4 * BLOCK);

/**
 * Arrays with 32 bits for each word: where its code units begin and end in `UNITS`, the lower and the upper half of its
 * key, and where it starts and ends in the text.
 */
export const FROM: u32 = BOUNDARIES + 4 * (MAX_CHARACTERS + BLOCK);
export const TO: u32 = FROM + WORD_ARRAY;
export const LOW: u32 = TO + WORD_ARRAY;
export const HIGH: u32 = LOW + WORD_ARRAY;
export const START: u32 = HIGH + WORD_ARRAY;
export const END: u32 = START + WORD_ARRAY;

/** The token of each word, −1 for a word without a token. */
export const TOKENS: u32 = END + WORD_ARRAY;

/**
 * The candidates, n-grams of the text that may become longer ones: the number of each (−1 if it is not in the
 * vocabulary), and four times the number of its first word.
 */
export const CANDIDATES: u32 = TOKENS + WORD_ARRAY;
export const CANDIDATE_STARTS: u32 = CANDIDATES + WORD_ARRAY;

/** The address of the slot where each lookup in a table begins, and the first 32 bits of this slot. */
export const PLACES: u32 = CANDIDATE_STARTS + WORD_ARRAY;
export const SEEN: u32 = PLACES + WORD_ARRAY;

/** End of the fixed areas. */
export const FIXED_END: u32 = SEEN + WORD_ARRAY;
