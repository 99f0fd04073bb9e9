/** A part of a regular expression. */
export type Node =
  /** One character, as the expression of it: `a`, `\d`, `[^a-z]`. */
  | { readonly kind: "character"; readonly source: string }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly items: readonly Node[] }
  | { readonly kind: "repeat"; readonly of: Node; readonly min: number; readonly max: number };

/** Why an expression is refused. */
export class RegexProblem {
  readonly problem: string;
  constructor(problem: string) {
    this.problem = problem;
  }
}

const MAX_DEPTH = 100;
const REPEAT = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/;
const ESCAPE = /^\\(?:u\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|x..|c.|[pP]\{[^}]*\}|.)/su;

interface Reading {
  /** What is left to read. */
  rest: string;
  depth: number;
}

/**
 * Parses an expression that JavaScript accepts with the flag `u`.
 *
 * @throws RegexProblem for what cannot be matched in one pass: references to groups, look-around, word boundaries.
 */
export function parseRegex(source: string): Node {
  return choice({ rest: source, depth: 0 });
}

function choice(reading: Reading): Node {
  if (++reading.depth > MAX_DEPTH) throw new RegexProblem(`more than ${MAX_DEPTH} groups in one another`);
  const items = [sequence(reading)];
  while (reading.rest.startsWith("|")) {
    reading.rest = reading.rest.slice(1);
    items.push(sequence(reading));
  }
  reading.depth--;
  return items.length === 1 ? items[0]! : { kind: "choice", items };
}

function sequence(reading: Reading): Node {
  const items: Node[] = [];
  while (reading.rest !== "" && reading.rest[0] !== "|" && reading.rest[0] !== ")") {
    items.push(repeated(single(reading), reading));
  }
  return { kind: "sequence", items };
}

function repeated(of: Node, reading: Reading): Node {
  const found = REPEAT.exec(reading.rest);
  if (found === null) return of;
  reading.rest = reading.rest.slice(found[0].length);
  const [, sign, least, comma, most] = found;
  if (sign !== undefined) {
    return { kind: "repeat", of, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : Infinity };
  }
  const max = comma === undefined ? Number(least) : most === "" ? Infinity : Number(most);
  return { kind: "repeat", of, min: Number(least), max };
}

function single(reading: Reading): Node {
  const { rest } = reading;
  if (rest[0] === "^") return taken(reading, "^", { kind: "start" });
  if (rest[0] === "$") return taken(reading, "$", { kind: "end" });
  if (rest[0] === "(") return group(reading);
  if (rest[0] === "[") return character(reading, rest.slice(0, classEnd(rest)));
  if (rest[0] !== "\\") return character(reading, String.fromCodePoint(rest.codePointAt(0)!));
  const [escaped] = ESCAPE.exec(rest)!;
  if (/^\\[1-9k]/.test(escaped)) throw new RegexProblem("a reference to a group");
  if (/^\\[bB]/.test(escaped)) throw new RegexProblem("a word boundary");
  return character(reading, escaped);
}

function group(reading: Reading): Node {
  const [opening] = /^\((?:\?(?::|<[^=!>][^>]*>|<?[=!])?)?/.exec(reading.rest)!;
  if (/[=!]$/.test(opening)) throw new RegexProblem("look-ahead or look-behind");
  if (opening === "(?") throw new RegexProblem("flags of a group");
  reading.rest = reading.rest.slice(opening.length);
  const inside = choice(reading);
  return taken(reading, ")", inside);
}

function character(reading: Reading, source: string): Node {
  return taken(reading, source, { kind: "character", source });
}

function taken(reading: Reading, text: string, node: Node): Node {
  reading.rest = reading.rest.slice(text.length);
  return node;
}

/** Where a class in brackets ends. */
function classEnd(text: string): number {
  let at = 1;
  while (text[at] !== "]") at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
