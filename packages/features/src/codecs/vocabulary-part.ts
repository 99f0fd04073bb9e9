import type { EncodedPart } from "@imdb/core";
import { GramTable, PARENT, TOKEN } from "../engine/gram-table.js";
import { Interner } from "../engine/interner.js";
import { COLUMN, type Vocabulary } from "../engine/vocabulary.js";
import { hashOf } from "../tokenizers/token-buffer.js";
import { require, tensor, vector } from "./part-fields.js";

/**
 * A vocabulary as tensors: the tokens' UTF-16 units (little-endian) end to end and where each ends, for each
 * n-gram its beginning (−1 for none) and its last token, and the n-gram of each column.
 */
export function encodeVocabulary({ tokens, grams, nodeOf }: Vocabulary): EncodedPart["tensors"] {
  const units = tokens.size === 0 ? 0 : tokens.ends[tokens.size - 1]!;
  const bytes = new Uint8Array(units * 2);
  for (let k = 0; k < units; k++) {
    bytes[2 * k] = tokens.units[k]! & 0xff;
    bytes[2 * k + 1] = tokens.units[k]! >>> 8;
  }
  const parents = new Int32Array(grams.size);
  const last = new Uint32Array(grams.size);
  for (let node = 0; node < grams.size; node++) {
    parents[node] = grams.nodes[4 * node + PARENT]!;
    last[node] = grams.nodes[4 * node + TOKEN]!;
  }
  return {
    "tokens.utf16": tensor(bytes),
    "tokens.ends": tensor(tokens.ends.slice(0, tokens.size)),
    "grams.parent": tensor(parents),
    "grams.token": tensor(last),
    "columns.gram": tensor(nodeOf.slice()),
  };
}

/**
 * Reads a vocabulary, and believes nothing: every offset, token and n-gram is checked before it is used.
 *
 * @throws `INVALID_BUNDLE`
 */
export function decodeVocabulary(part: EncodedPart, joiner: " " | ""): Vocabulary {
  const tokens = decodeTokens(part);
  const grams = decodeGrams(part, tokens.size);
  const nodeOf = vector(part, "columns.gram", "Uint32Array");
  for (let node = 0; node < grams.size; node++) grams.nodes[4 * node + COLUMN] = -1;
  for (let column = 0; column < nodeOf.length; column++) {
    const node = nodeOf[column]!;
    require(node < grams.size, `column ${column} has n-gram ${node} of ${grams.size}`);
    require(grams.nodes[4 * node + COLUMN] === -1, `n-gram ${node} has two columns`);
    grams.nodes[4 * node + COLUMN] = column;
  }
  return { joiner, tokens, grams, nodeOf };
}

function decodeTokens(part: EncodedPart): Interner {
  const bytes = vector(part, "tokens.utf16", "Uint8Array");
  const ends = vector(part, "tokens.ends", "Uint32Array");
  const size = ends.length === 0 ? 0 : ends[ends.length - 1]!;
  require(size * 2 === bytes.length, `the tokens have ${bytes.length} bytes and end at unit ${size}`);
  const units = Uint16Array.from({ length: size }, (_, k) => bytes[2 * k]! | (bytes[2 * k + 1]! << 8));
  const tokens = new Interner();
  let from = 0;
  for (let token = 0; token < ends.length; token++) {
    const to = ends[token]!;
    require(to >= from && to <= size, `token ${token} ends at ${to}, after a start at ${from}`);
    const number = tokens.intern(units, from, to, hashOf(units, from, to));
    require(number === token, `token ${token} is the same as token ${number}`);
    from = to;
  }
  return tokens;
}

function decodeGrams(part: EncodedPart, tokens: number): GramTable {
  const parents = vector(part, "grams.parent", "Int32Array");
  const last = vector(part, "grams.token", "Uint32Array");
  require(parents.length === last.length, `${parents.length} n-gram beginnings for ${last.length} n-grams`);
  const grams = new GramTable();
  grams.reserve(parents.length);
  for (let node = 0; node < parents.length; node++) {
    const parent = parents[node]!;
    require(parent >= -1 && parent < node, `n-gram ${node} begins with n-gram ${parent}`);
    require(last[node]! < tokens, `n-gram ${node} has token ${last[node]} of ${tokens}`);
    const number = parent < 0 ? grams.root(last[node]!) : grams.child(parent, last[node]!);
    require(number === node, `n-gram ${node} is the same as n-gram ${number}`);
  }
  return grams;
}
