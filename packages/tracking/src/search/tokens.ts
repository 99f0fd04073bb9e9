import { InvalidFilter } from "../errors.js";

/** A token of a filter, with the position of its first character. */
export interface Token {
  readonly kind: "name" | "text" | "number" | "sign" | "bracket";
  /** Its text without quotes. A name keeps its dots; a quoted part of it loses its quotes. */
  readonly text: string;
  readonly position: number;
}

const SIGN = /(?:>=|<=|!=|<>|=|<|>)/y;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const NAME = /[\p{L}_][\p{L}\p{N}_.]*/uy;

/**
 * Splits a filter into tokens. A name may have a quoted part after its dot: `` metrics.`val loss` ``,
 * `params."a.b"`.
 *
 * @throws `INVALID_SEARCH_FILTER`
 */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const text = pattern.exec(filter)?.[0];
    if (text !== undefined) at += text.length;
    return text;
  }

  function quoted(): string {
    const quote = filter[at]!;
    const end = filter.indexOf(quote, at + 1);
    if (end < 0) fail(filter, at, `the quote ${quote} is not closed`);
    const text = filter.slice(at + 1, end);
    at = end + 1;
    return text;
  }

  while (at < filter.length) {
    const position = at;
    const character = filter[at]!;
    if (/\s/.test(character)) at++;
    else if (character === "'") tokens.push({ kind: "text", text: quoted(), position });
    else if (character === '"') tokens.push({ kind: "text", text: quoted(), position });
    else if (character === "`") tokens.push({ kind: "name", text: quoted(), position });
    else if ("(),".includes(character)) {
      at++;
      tokens.push({ kind: "bracket", text: character, position });
    } else {
      const sign = match(SIGN);
      const number = sign === undefined ? match(NUMBER) : undefined;
      if (sign !== undefined) tokens.push({ kind: "sign", text: sign === "<>" ? "!=" : sign, position });
      else if (number !== undefined) tokens.push({ kind: "number", text: number, position });
      else {
        const name = match(NAME);
        if (name === undefined) fail(filter, at, `${JSON.stringify(character)} is not allowed here`);
        const rest = name.endsWith(".") && /["`]/.test(filter[at] ?? "") ? quoted() : "";
        tokens.push({ kind: "name", text: name + rest, position });
      }
    }
  }
  return tokens;
}

/** Throws `INVALID_SEARCH_FILTER`. */
export function fail(filter: string, position: number, problem: string): never {
  throw InvalidFilter.create({ filter, position, problem });
}
