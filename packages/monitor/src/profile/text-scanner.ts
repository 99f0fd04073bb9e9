import { FOLD, foldUnit } from "./fold-table.js";
import { languageVote } from "./language.js";
import type { TermTable } from "./term-table.js";
import { unitReader } from "./unit-reader.js";

/** Longer words (addresses, noise) count as words and are in no list of terms. */
const MAX_TERM_LENGTH = 40;

/** As a signed integer: an unsigned one would make the loops count in floating point. */
const FNV_OFFSET = 0x811c9dc5 | 0;

/** What one text is like. */
export interface TextTraits {
  /** Length in code points. */
  characters: number;
  words: number;
  distinctWords: number;
  /** UTF-16 units in words. */
  wordCharacters: number;
  /** Code points that are neither in words nor white space, as a share of all. */
  nonLetterShare: number;
  /** Share of upper-case letters among the characters in words. */
  upperCaseShare: number;
  /** By the votes of its words, whose marks are language patterns. */
  language: string;
  /** U+FFFD, lone surrogates, and pairs that come from reading UTF-8 as Latin-1. */
  encodingFaults: number;
  controls: number;
  /** 53 bits of the words, the other characters and the number of capitals; the same for equal texts. */
  hash: number;
}

/**
 * One pass over the UTF-16 units of a text: words are runs of letters, digits and marks, with single
 * apostrophes inside, in lower case. FNV-1a over each word (Fowler, Noll & Vo), finished as MurmurHash3 does.
 *
 * @returns Reads a text into traits, which the next text overwrites, and into the term table.
 */
export function textScanner(terms: TermTable): (text: string) => TextTraits {
  const fold = FOLD;
  const vote = languageVote();
  const read = unitReader();
  const word = new Uint16Array(MAX_TERM_LENGTH);
  const traits: TextTraits = {
    characters: 0,
    words: 0,
    distinctWords: 0,
    wordCharacters: 0,
    nonLetterShare: 0,
    upperCaseShare: 0,
    language: "unknown",
    encodingFaults: 0,
    controls: 0,
    hash: 0,
  };

  /** Puts the units of a word into `word`, in lower case and with straight apostrophes. */
  function foldAgain(units: Uint16Array, from: number, length: number): void {
    for (let k = 0; k < length; k++) word[k] = foldUnit(units[from + k]!) || 0x27;
  }

  return (text) => {
    terms.nextDocument();
    const length = text.length;
    const units = read(text);
    let marks = FNV_OFFSET;
    let content = FNV_OFFSET;
    let words = 0;
    let distinct = 0;
    let pairs = 0;
    let inWords = 0;
    let spaces = 0;
    let upper = 0;
    let faults = 0;
    let controls = 0;
    let i = 0;
    while (i < length) {
      let unit = units[i]!;
      let folded = fold[unit]!;
      if (folded === 0xffff) folded = foldUnit(unit);
      if (folded === 0) {
        marks = Math.imul(marks ^ unit, 0x01000193);
        if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0) spaces++;
        else if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) controls++;
        else if (unit >= 0xd800 && unit <= 0xdfff) {
          const next = i + 1 < length ? units[i + 1]! : 0;
          if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
            marks = Math.imul(marks ^ next, 0x01000193);
            pairs++;
            i++;
          } else faults++;
        } else if (unit === 0xfffd) faults++;
        i++;
        continue;
      }
      let hash = FNV_OFFSET;
      let tail = 0;
      let tail2 = 0;
      let widest = 0;
      let at = 0;
      for (;;) {
        at++;
        hash = Math.imul(hash ^ folded, 0x01000193);
        // The last eight units, a byte each: of most words, all that there is to compare.
        tail2 = (tail2 << 8) | (tail >>> 24);
        tail = (tail << 8) | folded;
        widest |= folded;
        if (unit !== folded) upper++;
        if (unit >= 0xc3 && unit <= 0xe2 && i + 1 < length && isMojibake(unit, units[i + 1]!)) faults++;
        i++;
        if (i === length) break;
        unit = units[i]!;
        folded = fold[unit]!;
        if (folded === 0xffff) folded = foldUnit(unit);
        if (folded === 0) {
          // An apostrophe with a letter on both sides is part of the word.
          if ((unit !== 0x27 && unit !== 0x2019) || i + 1 === length || foldUnit(units[i + 1]!) === 0) break;
          unit = 0x27;
          folded = 0x27;
        }
      }
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      hash = hash ^ (hash >>> 16);
      content = Math.imul(content ^ hash, 0x85ebca6b);
      content = content ^ (content >>> 15);
      words++;
      inWords += at;
      if (at <= MAX_TERM_LENGTH) {
        const exact = at <= 8 && widest < 0x100;
        if (!exact) foldAgain(units, i - at, at);
        let mark = terms.add(word, at, hash, tail, tail2, exact);
        if (mark >= 0) distinct++;
        else mark = ~mark;
        vote.add(mark);
      } else {
        distinct++;
      }
    }
    const characters = length - pairs;
    traits.characters = characters;
    traits.words = words;
    traits.distinctWords = distinct;
    traits.wordCharacters = inWords;
    traits.nonLetterShare = characters === 0 ? 0 : (characters - inWords - spaces) / characters;
    traits.upperCaseShare = inWords === 0 ? 0 : upper / inWords;
    traits.language = vote.take();
    traits.encodingFaults = faults;
    traits.controls = controls;
    traits.hash = mixed(marks + upper, content, length);
    return traits;
  };
}

/** Whether two units look like the first bytes of one UTF-8 character, read as Latin-1 or Windows-1252. */
function isMojibake(unit: number, next: number): boolean {
  if (unit === 0xe2) return next === 0x20ac || next === 0x80;
  return unit === 0xc3 && next >= 0x80 && next <= 0xbf;
}

function mixed(marks: number, content: number, length: number): number {
  let a = Math.imul(marks ^ length, 0x85ebca6b);
  a = Math.imul(a ^ (a >>> 13) ^ content, 0xc2b2ae35);
  a = (a ^ (a >>> 16)) >>> 0;
  let b = Math.imul(content ^ (marks >>> 15), 0x7feb352d);
  b = Math.imul(b ^ (b >>> 15), 0x846ca68b);
  b = (b ^ (b >>> 16)) >>> 0;
  return (a >>> 11) * 0x100000000 + b;
}
