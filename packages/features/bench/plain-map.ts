/**
 * TF-IDF of 1-grams as it is usually written in JavaScript: a regular expression for the tokens, a `Map` for
 * the vocabulary, a `Map` a document for the counts.
 */
export function plainMapTfidf(texts: readonly string[], minDf: number): number {
  const documents: Map<string, number>[] = [];
  const frequency = new Map<string, number>();
  for (const text of texts) {
    const counts = new Map<string, number>();
    for (const token of text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []) {
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    for (const token of counts.keys()) frequency.set(token, (frequency.get(token) ?? 0) + 1);
    documents.push(counts);
  }
  const terms = [...frequency].filter(([, df]) => df >= minDf).sort(([a], [b]) => (a < b ? -1 : 1));
  const columns = new Map(terms.map(([term], column) => [term, column]));
  const idf = terms.map(([, df]) => Math.log((1 + texts.length) / (1 + df)) + 1);
  const rows = documents.map((counts) => {
    const row = [...counts].flatMap(([term, count]): [number, number][] => {
      const column = columns.get(term);
      return column === undefined ? [] : [[column, (1 + Math.log(count)) * idf[column]!]];
    });
    const length = Math.hypot(...row.map(([, weight]) => weight));
    return row.map(([column, weight]) => [column, weight / length]).sort(([a], [b]) => a! - b!);
  });
  return rows.length;
}
