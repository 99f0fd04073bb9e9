import { FOLD, foldUnit } from "./fold-table.js";
import { type LanguageVotes, languageVotes } from "./language.js";
import type { ScannedWord } from "./term-records.js";
import { countWord, startDocument, type TermTable } from "./term-table.js";
import { unitReader } from "./unit-reader.js";

/** Longer words (addresses, noise) count in the number of words of a text, but are not in the term table. */
const MAX_TERM_LENGTH = 40;

/** As a signed integer: with an unsigned one the loops would compute in floating point. */
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** Properties of one text. */
export interface TextTraits {
  /** Length in code points. */
  readonly characters: number;
  readonly words: number;
  readonly distinctWords: number;
  /** UTF-16 units in words. */
  readonly wordCharacters: number;
  /** Share of the code points that are neither in words nor white space. */
  readonly nonLetterShare: number;
  /** Share of upper-case letters among the characters in words. */
  readonly upperCaseShare: number;
  /** The language that most of its words vote for. */
  readonly language: string;
  /** Number of U+FFFD, of lone surrogates, and of pairs that look like UTF-8 read as Latin-1. */
  readonly encodingFaults: number;
  readonly controls: number;
  /** A hash of 53 bits of the words, the other characters and the number of capitals; equal for equal texts. */
  readonly hash: number;
}

/** Reads texts one after another. The counters are those of the current text. */
interface TextScanner {
  readonly terms: TermTable;
  readonly votes: LanguageVotes;
  readonly word: ScannedWord;
  units: Uint16Array;
  length: number;
  /** Hash of the characters outside of words. */
  separatorHash: number;
  wordsHash: number;
  words: number;
  distinctWords: number;
  wordCharacters: number;
  surrogatePairs: number;
  spaces: number;
  upperCase: number;
  encodingFaults: number;
  controls: number;
}

/**
 * Makes a function that reads a text once, counts its words in the term table, and returns its properties. Words are
 * runs of letters, digits and combining marks, with single apostrophes inside, in lower case.
 */
export function textScanner(terms: TermTable): (text: string) => TextTraits {
  const read = unitReader();
  const scanner: TextScanner = {
    terms,
    votes: languageVotes(),
    word: { units: new Uint16Array(MAX_TERM_LENGTH), length: 0, hash: 0, tail: 0, tail2: 0, exact: false },
    units: new Uint16Array(0),
    length: 0,
    separatorHash: 0,
    wordsHash: 0,
    words: 0,
    distinctWords: 0,
    wordCharacters: 0,
    surrogatePairs: 0,
    spaces: 0,
    upperCase: 0,
    encodingFaults: 0,
    controls: 0,
  };
  return (text) => {
    startDocument(terms);
    resetCounters(scanner);
    scanner.units = read(text);
    scanner.length = text.length;
    for (let i = 0; i < text.length; ) {
      i = isWordUnit(scanner.units[i]!) ? scanWord(scanner, i) : scanSeparator(scanner, i);
    }
    return traitsOf(scanner);
  };
}

function resetCounters(scanner: TextScanner): void {
  scanner.separatorHash = FNV_OFFSET;
  scanner.wordsHash = FNV_OFFSET;
  scanner.words = 0;
  scanner.distinctWords = 0;
  scanner.wordCharacters = 0;
  scanner.surrogatePairs = 0;
  scanner.spaces = 0;
  scanner.upperCase = 0;
  scanner.encodingFaults = 0;
  scanner.controls = 0;
}

function isWordUnit(unit: number): boolean {
  const folded = FOLD[unit]!;
  return (folded === 0xffff ? foldUnit(unit) : folded) !== 0;
}

/** Counts a character that is not part of a word. @returns The position after it. */
function scanSeparator(scanner: TextScanner, start: number): number {
  const { units, length } = scanner;
  const unit = units[start]!;
  scanner.separatorHash = Math.imul(scanner.separatorHash ^ unit, FNV_PRIME);
  if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0) scanner.spaces++;
  else if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) scanner.controls++;
  else if (unit >= 0xd800 && unit <= 0xdfff) {
    const next = start + 1 < length ? units[start + 1]! : 0;
    if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
      scanner.separatorHash = Math.imul(scanner.separatorHash ^ next, FNV_PRIME);
      scanner.surrogatePairs++;
      return start + 2;
    }
    scanner.encodingFaults++;
  } else if (unit === 0xfffd) scanner.encodingFaults++;
  return start + 1;
}

/**
 * Reads a word and counts it.
 *
 * @returns The position after it.
 * @see FNV-1a (Fowler, Noll & Vo) over the units, with the finalizer of MurmurHash3.
 */
function scanWord(scanner: TextScanner, start: number): number {
  const { units, length } = scanner;
  let hash = FNV_OFFSET;
  let tail = 0;
  let tail2 = 0;
  let allBits = 0;
  let upperCase = 0;
  let i = start;
  let unit = units[i]!;
  let folded = FOLD[unit]!;
  for (;;) {
    hash = Math.imul(hash ^ folded, FNV_PRIME);
    // The last eight units, a byte each: comparing these is enough for most words.
    tail2 = (tail2 << 8) | (tail >>> 24);
    tail = (tail << 8) | folded;
    allBits |= folded;
    if (unit !== folded) upperCase++;
    if (unit >= 0xc3 && unit <= 0xe2 && i + 1 < length && isMojibake(unit, units[i + 1]!)) {
      scanner.encodingFaults++;
    }
    i++;
    if (i === length) break;
    unit = units[i]!;
    folded = FOLD[unit]!;
    if (folded === 0xffff) folded = foldUnit(unit);
    if (folded !== 0) continue;
    // An apostrophe between two letters is part of the word.
    if ((unit !== 0x27 && unit !== 0x2019) || i + 1 === length || foldUnit(units[i + 1]!) === 0) break;
    unit = 0x27;
    folded = 0x27;
  }
  scanner.upperCase += upperCase;
  const { word } = scanner;
  word.length = i - start;
  word.hash = finalized(hash);
  word.tail = tail;
  word.tail2 = tail2;
  word.exact = word.length <= 8 && allBits < 0x100;
  addWord(scanner, start);
  return i;
}

function addWord(scanner: TextScanner, start: number): void {
  const { word, units } = scanner;
  const hash = Math.imul(scanner.wordsHash ^ word.hash, 0x85ebca6b);
  scanner.wordsHash = hash ^ (hash >>> 15);
  scanner.words++;
  scanner.wordCharacters += word.length;
  if (word.length > MAX_TERM_LENGTH) {
    scanner.distinctWords++;
    return;
  }
  if (!word.exact) {
    for (let k = 0; k < word.length; k++) word.units[k] = foldUnit(units[start + k]!) || 0x27;
  }
  const pattern = countWord(scanner.terms, word);
  if (pattern >= 0) scanner.distinctWords++;
  scanner.votes.add(pattern >= 0 ? pattern : ~pattern);
}

function traitsOf(scanner: TextScanner): TextTraits {
  const { wordCharacters, spaces, upperCase, length } = scanner;
  const characters = length - scanner.surrogatePairs;
  return {
    characters,
    words: scanner.words,
    distinctWords: scanner.distinctWords,
    wordCharacters,
    nonLetterShare: characters === 0 ? 0 : (characters - wordCharacters - spaces) / characters,
    upperCaseShare: wordCharacters === 0 ? 0 : upperCase / wordCharacters,
    language: scanner.votes.take(),
    encodingFaults: scanner.encodingFaults,
    controls: scanner.controls,
    hash: textHash(scanner.separatorHash + upperCase, scanner.wordsHash, length),
  };
}

/** Whether two units look like the first bytes of one UTF-8 character, read as Latin-1 or Windows-1252. */
function isMojibake(unit: number, next: number): boolean {
  if (unit === 0xe2) return next === 0x20ac || next === 0x80;
  return unit === 0xc3 && next >= 0x80 && next <= 0xbf;
}

function finalized(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function textHash(separators: number, words: number, length: number): number {
  let a = Math.imul(separators ^ length, 0x85ebca6b);
  a = Math.imul(a ^ (a >>> 13) ^ words, 0xc2b2ae35);
  a = (a ^ (a >>> 16)) >>> 0;
  let b = Math.imul(words ^ (separators >>> 15), 0x7feb352d);
  b = Math.imul(b ^ (b >>> 15), 0x846ca68b);
  b = (b ^ (b >>> 16)) >>> 0;
  return (a >>> 11) * 0x100000000 + b;
}
