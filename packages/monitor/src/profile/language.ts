/**
 * Frequent function words of each language. A word of several languages votes for each of them.
 */
const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  en: "the and of to is that it was for with as this but are not you have be on at from they which what",
  de: "der die das und ist nicht ich ein eine zu den mit sich auf für es war dem aber auch wie wird",
  fr: "le la les des et est une dans que qui pas pour sur avec ce il elle mais sont du au plus cette",
  es: "el los las que una por con para es pero como más esta este muy del se lo fue su en",
  it: "il che di è non una per con sono della questo anche come ma più gli nel alla era ho",
  pt: "o os que uma não para com é mais mas foi muito como seu sua pelo isso ao dos das em",
  nl: "de het een en van ik niet dat is zijn op met voor aan maar ook er hij deze werd",
  sv: "och att det är som en på inte av för med den till har jag men om ett var",
  pl: "nie się na i w z to jest że do jak ale po co tak za od czy był przez",
  tr: "bir ve bu çok da de için ama gibi daha değil ne kadar olarak ile ben",
  ru: "и в не на что с как это по но он она так за все был из у же",
};

/** Scripts that are used for one language, or nearly so. A word in such a script counts as two function words. */
const SCRIPTS: readonly (readonly [language: string, script: RegExp])[] = [
  ["zh", /\p{Script=Han}/u],
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["ko", /\p{Script=Hangul}/u],
  ["ar", /\p{Script=Arabic}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["el", /\p{Script=Greek}/u],
  ["hi", /\p{Script=Devanagari}/u],
  ["th", /\p{Script=Thai}/u],
];

/** All languages. The position of a language in this list is its bit in the bit set of a word or a text. */
const LANGUAGES: readonly string[] = [...Object.keys(FUNCTION_WORDS), ...SCRIPTS.map(([name]) => name)];

/** The first bit of the languages with their own script. */
const FIRST_SCRIPT = Object.keys(FUNCTION_WORDS).length;

/** With fewer votes the language is unknown. */
const MIN_VOTES = 2;

const BITS = new Map<string, number>();
Object.values(FUNCTION_WORDS).forEach((words, bit) => {
  for (const word of words.split(" ")) BITS.set(word, (BITS.get(word) ?? 0) | (1 << bit));
});

const LONGEST_FUNCTION_WORD = Math.max(...Array.from(BITS.keys(), (word) => word.length));

/** Sets of languages that a word can vote for, as bits in the order of {@link LANGUAGES}. The first set is empty. */
const PATTERNS: readonly number[] = [
  ...new Set([0, ...BITS.values(), ...SCRIPTS.map((_, i) => 1 << (FIRST_SCRIPT + i))]),
];

/** The languages that a word votes for, as a number for {@link languageVotes}; 0: none. */
export function languagePattern(word: string): number {
  const otherScript = word.charCodeAt(0) >= 0x370;
  if (word.length > LONGEST_FUNCTION_WORD && !otherScript) return 0;
  const bits = BITS.get(word);
  if (bits !== undefined || !otherScript) return bits === undefined ? 0 : PATTERNS.indexOf(bits);
  // A word with kana is Japanese, also when it has Han characters.
  const script = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
    ? 1
    : SCRIPTS.findIndex(([, pattern]) => pattern.test(word));
  return script === -1 ? 0 : PATTERNS.indexOf(1 << (FIRST_SCRIPT + script));
}

/** Counts the votes of the words of a text. */
export interface LanguageVotes {
  /** Adds the vote of a word, a number of {@link languagePattern}. */
  add(pattern: number): void;
  /** Returns the language with the most votes, `unknown` when it has fewer than two, and removes all votes. */
  take(): string;
}

/** Makes a counter without votes. */
export function languageVotes(): LanguageVotes {
  const words = new Int32Array(PATTERNS.length);
  const votes = new Int32Array(LANGUAGES.length);
  return {
    add(pattern) {
      words[pattern]!++;
    },
    take() {
      votes.fill(0);
      for (let pattern = 1; pattern < words.length; pattern++) {
        if (words[pattern] === 0) continue;
        for (let rest = PATTERNS[pattern]!; rest !== 0; rest &= rest - 1) {
          const bit = 31 - Math.clz32(rest & -rest);
          votes[bit]! += words[pattern]! * (bit < FIRST_SCRIPT ? 1 : 2);
        }
      }
      words.fill(0);
      let best = 0;
      for (let bit = 1; bit < votes.length; bit++) if (votes[bit]! > votes[best]!) best = bit;
      return votes[best]! < MIN_VOTES ? "unknown" : LANGUAGES[best]!;
    },
  };
}
