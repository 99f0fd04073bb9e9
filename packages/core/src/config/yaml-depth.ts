import { type CST, YAMLParseError } from "yaml";
import { JSON_DEPTH } from "../limits/json-depth.js";

/**
 * The tokens of a YAML text as they are, up to one that is nested too deeply. The parser makes tokens without recursion,
 * and values of them with it: at some thousand levels V8 ends the process, and nobody can catch it.
 *
 * @throws `YAMLParseError`
 */
export function* shallowTokens(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  for (const token of tokens) {
    const deep = deepToken(token);
    if (deep !== undefined) {
      const problem = `It is nested too deeply, more than ${JSON_DEPTH} levels`;
      throw new YAMLParseError([deep.offset, deep.offset + 1], "BAD_COLLECTION_TYPE", problem);
    }
    yield token;
  }
}

/** A list or map that is one too many in one another. */
function deepToken(outermost: CST.Token): CST.Token | undefined {
  let level = [outermost];
  // The document is around all of them.
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > JSON_DEPTH) return level[0];
    level = level.flatMap(collectionsIn);
  }
  return undefined;
}

function collectionsIn(token: CST.Token): CST.Token[] {
  const parts: (CST.Token | null | undefined)[] = [];
  if (token.type === "document") parts.push(token.value);
  else if ("items" in token) for (const { key, value } of token.items) parts.push(key, value);
  return parts.filter((part): part is CST.Token => part != null && "items" in part);
}
