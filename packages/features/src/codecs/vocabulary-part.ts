import { assertPart, type EncodedPart, tensorData, vectorTensor } from "@imdb/core";
import { Interner } from "../engine/interner.js";
import type { Vocabulary } from "../engine/vocabulary.js";

/** The names of the tensors of a vocabulary. */
export const VOCABULARY = ["tokens.utf16", "tokens.ends", "grams.parent", "grams.token", "columns.gram"];

/**
 * A vocabulary as tensors: the tokens' UTF-16 units (little-endian) end to end and where each ends, for each
 * n-gram its beginning (−1 for none) and its last token, and the n-gram of each column.
 */
export function encodeVocabulary({ tokens, parent, token, nodeOf }: Vocabulary): EncodedPart["tensors"] {
  const units = tokens.size === 0 ? 0 : tokens.ends[tokens.size - 1]!;
  const bytes = new Uint8Array(units * 2);
  for (let k = 0; k < units; k++) {
    bytes[2 * k] = tokens.units[k]! & 0xff;
    bytes[2 * k + 1] = tokens.units[k]! >>> 8;
  }
  return {
    "tokens.utf16": vectorTensor(bytes),
    "tokens.ends": vectorTensor(tokens.ends.slice(0, tokens.size)),
    "grams.parent": vectorTensor(parent),
    "grams.token": vectorTensor(token),
    "columns.gram": vectorTensor(nodeOf),
  };
}

/**
 * Reads a vocabulary, and believes nothing: every offset, token and n-gram is checked before it is used. The text of a
 * message is made only when a check fails: a vocabulary has millions of n-grams.
 *
 * @throws `INVALID_BUNDLE`
 */
export function decodeVocabulary(part: EncodedPart, joiner: " " | ""): Vocabulary {
  const tokens = decodeTokens(part);
  const { parent, token } = decodeGrams(part, tokens.size);
  const nodeOf = tensorData(part, "columns.gram", "Uint32Array");
  const taken = new Uint8Array(parent.length);
  for (let column = 0; column < nodeOf.length; column++) {
    const node = nodeOf[column]!;
    if (node >= parent.length) assertPart(false, `column ${column} has n-gram ${node} of ${parent.length}`);
    if (taken[node] !== 0) assertPart(false, `n-gram ${node} has two columns`);
    taken[node] = 1;
  }
  return { joiner, tokens, parent, token, nodeOf };
}

function decodeTokens(part: EncodedPart): Interner {
  const bytes = tensorData(part, "tokens.utf16", "Uint8Array");
  const ends = tensorData(part, "tokens.ends", "Uint32Array");
  const size = ends.length === 0 ? 0 : ends[ends.length - 1]!;
  assertPart(size * 2 === bytes.length, `the tokens have ${bytes.length} bytes and end at unit ${size}`);
  const units = Uint16Array.from({ length: size }, (_, k) => bytes[2 * k]! | (bytes[2 * k + 1]! << 8));
  const tokens = new Interner();
  let from = 0;
  for (let token = 0; token < ends.length; token++) {
    const to = ends[token]!;
    if (to < from || to > size) assertPart(false, `token ${token} ends at ${to}, after a start at ${from}`);
    const number = tokens.internUnits(units, from, to);
    if (number !== token) assertPart(false, `token ${token} is the same as token ${number}`);
    from = to;
  }
  return tokens;
}

function decodeGrams(part: EncodedPart, tokens: number): Pick<Vocabulary, "parent" | "token"> {
  const parent = tensorData(part, "grams.parent", "Int32Array");
  const token = tensorData(part, "grams.token", "Uint32Array");
  assertPart(
    parent.length === token.length,
    `${parent.length} n-gram beginnings for ${token.length} n-grams`,
  );
  for (let node = 0; node < parent.length; node++) {
    const from = parent[node]!;
    if (from < -1 || from >= node) assertPart(false, `n-gram ${node} begins with n-gram ${from}`);
    if (token[node]! >= tokens) assertPart(false, `n-gram ${node} has token ${token[node]} of ${tokens}`);
  }
  return { parent, token };
}
