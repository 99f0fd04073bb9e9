import { InvalidFilter } from "../errors.js";

/** A token of a filter, with the position of its first character. */
export interface Token {
  readonly kind: "name" | "text" | "number" | "sign" | "bracket";
  /** Its text without quotes. A name keeps its dots; a quoted part of it loses its quotes. */
  readonly text: string;
  readonly position: number;
}

// One group for each kind. The name may end in a quoted part after a dot.
const TOKEN = new RegExp(
  [
    /(?<text>'[^']*'|"[^"]*")/,
    /(?<bracket>[(),])/,
    /(?<sign>>=|<=|!=|<>|=|<|>)/,
    /(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/,
    /(?<name>`[^`]*`|[\p{L}_][\p{L}\p{N}_.]*(?:(?<=\.)(?:"[^"]*"|`[^`]*`))?)/u,
  ]
    .map(({ source }) => source)
    .join("|"),
  "uy",
);

/**
 * Splits a filter into tokens. A name may have a quoted part after its dot: `` metrics.`val loss` ``,
 * `params."a.b"`.
 *
 * @throws `INVALID_SEARCH_FILTER`
 */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  for (let position = 0; position < filter.length; ) {
    if (/\s/.test(filter[position]!)) {
      position++;
      continue;
    }
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(filter);
    if (!match) failAt(filter, position);
    const [kind, found] = Object.entries(match.groups!).find(([, group]) => group !== undefined)!;
    tokens.push({ kind: kind as Token["kind"], text: withoutQuotes(found), position });
    position += found.length;
  }
  return tokens;
}

/** The text of a token: without the quotes around it or around its end, and with one spelling of "not equal". */
function withoutQuotes(found: string): string {
  return found === "<>" ? "!=" : found.replace(/(['"`])(.*)\1$/s, "$2");
}

function failAt(filter: string, position: number): never {
  const character = filter[position]!;
  if (/['"`]/.test(character)) fail(filter, position, `the quote ${character} is not closed`);
  fail(filter, position, `${JSON.stringify(character)} is not allowed here`);
}

/** Throws `INVALID_SEARCH_FILTER`. */
export function fail(filter: string, position: number, problem: string): never {
  throw InvalidFilter.create({ filter, position, problem });
}
