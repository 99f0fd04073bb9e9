/**
 * Cuts texts into `parts` runs of about the same number of characters; some may be empty.
 *
 * @returns The runs, in order; together they are all texts.
 */
export function chunksOf(texts: readonly string[], parts: number): string[][] {
  const total = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const chunks: string[][] = Array.from({ length: parts }, () => []);
  let before = 0;
  for (const text of texts) {
    chunks[Math.min(Math.floor((before / total) * parts), parts - 1)]!.push(text);
    before += text.length + 1;
  }
  return chunks;
}
