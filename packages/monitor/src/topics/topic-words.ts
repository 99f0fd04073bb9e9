const WORD = /\p{L}[\p{L}\p{M}'’]*/gu;

/** How often each word of a text comes in it, in lower case; words of one letter are left out. */
export function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [match] of text.matchAll(WORD)) {
    if (match.length < 2) continue;
    const word = match.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
