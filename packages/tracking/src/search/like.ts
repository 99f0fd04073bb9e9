/**
 * SQL's LIKE: `%` stands for any text, `_` for one character. Greedy with one step back to the last `%`, so its
 * time is at most the product of the two lengths.
 */
export function like(text: string, pattern: string): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === "%") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "_" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "%") p++;
  return p === pattern.length;
}
