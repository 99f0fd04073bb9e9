/**
 * SQL's LIKE: `%` matches any text, `_` one character. The algorithm is greedy and goes back only to the last `%`, so it
 * takes at most the product of the two lengths in steps.
 */
export function like(text: string, pattern: string): boolean {
  let t = 0;
  let p = 0;
  let lastPercent = -1;
  let retryAt = 0;
  while (t < text.length) {
    if (pattern[p] === "%") {
      lastPercent = p++;
      retryAt = t;
    } else if (p < pattern.length && (pattern[p] === "_" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (lastPercent >= 0) {
      p = lastPercent + 1;
      t = ++retryAt;
    } else return false;
  }
  while (pattern[p] === "%") p++;
  return p === pattern.length;
}
