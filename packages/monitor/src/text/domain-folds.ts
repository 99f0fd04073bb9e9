import { byCodePoint, type Random } from "@imdb/core";

/** A text of either window. */
export interface WindowText {
  readonly text: string;
  readonly current: boolean;
  /** What it must not be parted from; null when it stands alone. */
  readonly group: string | null;
}

/** The fold of each text: both windows evenly over all folds, no group in two of them. */
export function domainFolds(texts: readonly WindowText[], folds: number, random: Random): Uint32Array {
  const members = new Map<string, number[]>();
  texts.forEach(({ group }, row) => {
    const key = group === null ? `row ${row}` : `group ${group}`;
    const known = members.get(key);
    if (known) known.push(row);
    else members.set(key, [row]);
  });
  const keys = inCodePointOrder([...members.keys()]);
  const shuffled = Array.from(random.permutation(keys.length), (i) => members.get(keys[i]!)!);
  // The largest first: the small ones then make the folds even. The sort is stable.
  shuffled.sort((a, b) => b.length - a.length);
  const fold = new Uint32Array(texts.length);
  const load = { current: new Float64Array(folds), reference: new Float64Array(folds) };
  for (const rows of shuffled) {
    const current = rows.reduce((n, row) => n + (texts[row]!.current ? 1 : 0), 0);
    const side = 2 * current >= rows.length ? load.current : load.reference;
    const lightest = side.indexOf(Math.min(...side));
    load.current[lightest]! += current;
    load.reference[lightest]! += rows.length - current;
    for (const row of rows) fold[row] = lightest;
  }
  return fold;
}

const SURROGATE = /[\ud800-\udfff]/;

/** Without surrogates, the order of UTF-16 units is that of code points, and the engine's own sort is much faster. */
function inCodePointOrder(keys: string[]): string[] {
  return keys.some((key) => SURROGATE.test(key)) ? keys.sort(byCodePoint) : keys.sort();
}
