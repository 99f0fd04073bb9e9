/**
 * Cuts texts into chunks that become smaller and smaller, for threads that each take the next chunk as soon as they
 * are free. So there are few chunks to send, and at the end no thread waits long for the others.
 *
 * @returns The chunks, in order; together they are all texts, and none is empty.
 * @see Polychronopoulos & Kuck (1987), Guided self-scheduling.
 */
export function shrinkingChunks(texts: readonly string[], threads: number): string[][] {
  let left = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const minSize = left / (32 * threads);
  const chunks: string[][] = [];
  for (let i = 0; i < texts.length; ) {
    const targetSize = Math.max(left / (2 * threads), minSize);
    const chunk: string[] = [];
    for (let size = 0; size < targetSize && i < texts.length; size += texts[i - 1]!.length + 1) {
      chunk.push(texts[i++]!);
      left -= texts[i - 1]!.length + 1;
    }
    chunks.push(chunk);
  }
  return chunks;
}
