import type { Analyzer } from "./analyzer.js";
import { GramTable } from "./gram-table.js";
import { Interner, internText } from "./interner.js";
import { COLUMN, type Vocabulary } from "./vocabulary.js";

/** The vocabulary of given terms, one a column in their order. */
export function givenVocabulary(terms: readonly string[], analyzer: Analyzer): Vocabulary {
  const tokens = new Interner();
  const grams = new GramTable();
  const nodeOf = new Uint32Array(terms.length);
  terms.forEach((term, column) => {
    let node = -1;
    for (const text of analyzer.splitTerm(term)) {
      const token = internText(tokens, text);
      const size = grams.size;
      node = node < 0 ? grams.root(token) : grams.child(node, token);
      if (grams.size > size) grams.nodes[4 * node + COLUMN] = -1;
    }
    grams.nodes[4 * node + COLUMN] = column;
    nodeOf[column] = node;
  });
  return { joiner: analyzer.scanner.joiner, tokens, grams, nodeOf };
}
