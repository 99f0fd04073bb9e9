/**
 * Cuts texts into runs that grow ever shorter, for threads that each take the next run as soon as they are free:
 * few at first, and at the end none waits long for the others.
 *
 * @returns The runs, in order; together they are all texts, and none is empty.
 * @see Polychronopoulos & Kuck (1987), Guided self-scheduling.
 */
export function dwindlingChunks(texts: readonly string[], threads: number): string[][] {
  let left = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const least = left / (32 * threads);
  const chunks: string[][] = [];
  for (let i = 0; i < texts.length; ) {
    const enough = Math.max(left / (2 * threads), least);
    const chunk: string[] = [];
    for (let size = 0; size < enough && i < texts.length; size += texts[i - 1]!.length + 1) {
      chunk.push(texts[i++]!);
      left -= texts[i - 1]!.length + 1;
    }
    chunks.push(chunk);
  }
  return chunks;
}
