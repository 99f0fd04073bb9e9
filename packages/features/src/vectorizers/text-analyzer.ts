import type { Analyzer } from "../engine/analyzer.js";
import { characterScanner, wordBoundaryScanner } from "../tokenizers/character-scanner.js";
import { functionScanner } from "../tokenizers/function-scanner.js";
import type { Scanner } from "../tokenizers/scanner.js";
import { SCANNER, type ScanningTokenizer, type Token, type Tokenizer } from "../tokenizers/tokenizer.js";
import { lowerCase } from "../unicode/lower-case.js";
import { sourcePlaces } from "../unicode/source-places.js";
import { stripAccents } from "../unicode/strip-accents.js";
import { withoutStopWords } from "./stop-words.js";
import type { ResolvedTextOptions } from "./text-options.js";

/** Makes the analyzer that options describe. */
export function textAnalyzer(options: ResolvedTextOptions & Pick<Analyzer, "binary">): Analyzer {
  const { tokenizer, ngramRange, binary, stripAccents: how } = options;
  const [minN, maxN] = ngramRange;
  // Python lowers and then strips accents. Where accents stay, a scanner of this package lowers as it scans.
  const lowerInScanner = options.lowercase && how === null;
  const prepare = (text: string) => prepareText(text, options);
  const places = (text: string) => sourcePlaces(text, options.lowercase, how);
  if (options.analyzer !== "word" || isScanning(tokenizer)) {
    const scanner = scannerOf(options, lowerInScanner);
    const whole = how === null ? scanner : { ...scanner, scan: prepared(scanner, prepare) };
    const splitTerm = scanner.joiner === "" ? Array.from<string> : (term: string) => term.split(" ");
    const found = how === null ? null : places;
    return { scanner: whole, shortest: whole, minN, maxN, binary, places: found, splitTerm };
  }
  const tokenize = (text: string) => tokenizer.tokenize(prepare(text));
  const left = options.stopWords ? withoutWords(tokenize, options.stopWords) : tokenize;
  return {
    scanner: functionScanner(left, minN, maxN),
    shortest: functionScanner(left, minN, minN),
    minN: 1,
    maxN: 1,
    binary,
    places,
    splitTerm: (term) => [term],
  };
}

/** A text as a tokenizer gets it. */
export function prepareText(
  text: string,
  { lowercase, stripAccents: how }: Pick<ResolvedTextOptions, "lowercase" | "stripAccents">,
): string {
  const lowered = lowercase ? lowerCase(text) : text;
  return how === null ? lowered : stripAccents(lowered, how);
}

/** Whether tokens depend on the text only, and not on a function of the user. */
export function isScanning(tokenizer: Tokenizer): tokenizer is ScanningTokenizer {
  return SCANNER in tokenizer;
}

function scannerOf(options: ResolvedTextOptions, lowercase: boolean): Scanner {
  if (options.analyzer === "char") return characterScanner(lowercase);
  if (options.analyzer === "charWb") return wordBoundaryScanner(lowercase);
  const scanner = (options.tokenizer as ScanningTokenizer)[SCANNER](lowercase);
  return options.stopWords ? withoutStopWords(scanner, options.stopWords) : scanner;
}

function prepared(scanner: Scanner, prepare: (text: string) => string): Scanner["scan"] {
  return (text, into) => scanner.scan(prepare(text), into);
}

function withoutWords(tokenize: (text: string) => readonly Token[], words: readonly string[]) {
  const stops = new Set(words);
  return (text: string) => tokenize(text).filter((token) => !stops.has(token.text));
}
