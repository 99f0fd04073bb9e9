import type { Analyzer } from "./analyzer.js";
import { Interner } from "./interner.js";
import type { Vocabulary } from "./vocabulary.js";

/** Makes the vocabulary of given terms, one for each column in their order. */
export function givenVocabulary(terms: readonly string[], analyzer: Analyzer): Vocabulary {
  const tokens = new Interner();
  const parent: number[] = [];
  const token: number[] = [];
  const known = new Map<string, number>();
  const nodeOf = Uint32Array.from(terms, (term) => {
    let node = -1;
    for (const text of analyzer.splitTerm(term)) {
      const number = tokens.internText(text);
      const key = `${node} ${number}`;
      const found = known.get(key) ?? parent.length;
      if (found === parent.length) {
        known.set(key, found);
        parent.push(node);
        token.push(number);
      }
      node = found;
    }
    return node;
  });
  return {
    joiner: analyzer.scanner.joiner,
    tokens,
    parent: Int32Array.from(parent),
    token: Uint32Array.from(token),
    nodeOf,
  };
}
