import type { CsrMatrix } from "@imdb/core";
import type { Analyzer } from "../engine/analyzer.js";
import { ColumnSorter } from "../engine/column-sorter.js";
import { RowBuilder } from "../engine/row-builder.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { murmurHash3 } from "./murmur-hash.js";
import { TokenBytes } from "./token-bytes.js";

/**
 * Makes the function that counts terms in columns chosen by a hash, as scikit-learn's `FeatureHasher` does: the column
 * is the absolute value of the hash modulo the number of columns, and its sign is the sign of the count.
 */
export function rowHasher(
  { scanner, minN, maxN, binary }: Analyzer,
  columns: number,
  alternateSign: boolean,
): (texts: readonly string[]) => CsrMatrix {
  const buffer = new TokenBuffer();
  const tokens = new TokenBytes();
  const sorter = new ColumnSorter();
  const rows = new RowBuilder();
  const bits = 33 - Math.clz32(columns - 1);
  let keys = new Uint32Array(1024);

  /** Writes a key for each term, twice the column plus one for a negative sign, and returns the number of terms. */
  function hashTerms(text: string): number {
    scanner.scan(text, buffer);
    const { count, reach } = buffer;
    tokens.encode(buffer, scanner.joiner);
    const maxTerms = count * (maxN - minN + 2);
    if (keys.length < maxTerms) keys = new Uint32Array(maxTerms * 2);
    let used = 0;
    for (let i = 0; i < count; i++) {
      const reached = reach[i]!;
      for (let n = minN; n <= maxN && i + n <= reached; n++) keys[used++] = keyOf(i, i + n);
      const startsShort = scanner.keepsShort && reached - i < minN && (i === 0 || reach[i - 1] === i);
      if (startsShort) keys[used++] = keyOf(i, reached);
    }
    return used;
  }

  function keyOf(first: number, end: number): number {
    const hash = murmurHash3(tokens.bytes, tokens.from[first]!, tokens.to[end - 1]!, 0);
    // The absolute value of −2³¹ does not fit into 32 bits, but into a double.
    const column = Math.abs(hash) % columns;
    return 2 * column + (alternateSign && hash < 0 ? 1 : 0);
  }

  return (texts) => {
    rows.start(texts.length);
    for (const text of texts) {
      const count = hashTerms(text);
      rows.reserve(count);
      const { indices, values } = rows;
      let { used } = rows;
      const sorted = sorter.sort(keys, count, Math.min(bits, 32));
      for (let k = 0; k < count; ) {
        const column = sorted[k]! >>> 1;
        let value = 0;
        for (; k < count && sorted[k]! >>> 1 === column; k++) value += sorted[k]! & 1 ? -1 : 1;
        indices[used] = column;
        values[used++] = binary ? 1 : value;
      }
      rows.end(used);
    }
    return rows.finish(columns);
  };
}
