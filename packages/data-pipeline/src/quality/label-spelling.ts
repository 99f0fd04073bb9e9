import { byCodePoint, normalForm } from "@imdb/core";

const SPACES = /[\p{White_Space}\u2800]+/gu;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}+/gu;
/** What a reader does not see, or takes for a plain space. */
const NOT_SEEN = /(?! )[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/gu;
/** The most characters of a label that a message shows. */
const LENGTH = 60;

/**
 * A label without what a reader overlooks: composition and width of its letters (NFKC), invisible characters, spaces at the ends
 * and repeated ones, and case.
 *
 * @see Unicode Standard Annex 15 (NFKC); `Default_Ignorable_Code_Point` and `White_Space` of Annex 44.
 */
export function plainLabel(label: string): string {
  const plain = normalForm(label, "NFKC").replace(INVISIBLE, "").replace(SPACES, " ").trim();
  // By way of upper case: both forms of the Greek sigma are one, and so are ß and ss.
  return plain.toUpperCase().toLowerCase();
}

/** A label in quotes, with its invisible characters as escapes that JSON and YAML read. */
export function quotedLabel(label: string): string {
  const shown =
    label.length > LENGTH
      ? `${Array.from(label.slice(0, 2 * LENGTH))
          .slice(0, LENGTH)
          .join("")}…`
      : label;
  return JSON.stringify(shown).replace(
    NOT_SEEN,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Labels with the number of their documents. */
export type LabelCounts = ReadonlyMap<string, number>;

/** Labels with their numbers of documents in words: `"pos" (40), "Pos" (2)`. */
export function countedLabels(labels: readonly string[], counts: LabelCounts): string {
  return labels
    .map((label) => `${quotedLabel(label)} (${(counts.get(label) ?? 0).toLocaleString("en-US")})`)
    .join(", ");
}

/** The sets of at least two labels that have the same key, in code point order. Labels without a key are in none. */
export function labelsByKey(
  counts: LabelCounts,
  keyOf: (label: string) => string | undefined,
): readonly (readonly string[])[] {
  const sets = new Map<string, string[]>();
  for (const label of [...counts.keys()].sort(byCodePoint)) {
    const key = keyOf(label);
    if (key === undefined) continue;
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [label]);
    else set.push(label);
  }
  return [...sets.values()].filter((set) => set.length > 1);
}

/** How labels are merged, as the options of a reader say it: each set becomes its most frequent label. */
export function mergeRemedy(sets: readonly (readonly string[])[], counts: LabelCounts): string {
  const pairs = sets.flatMap((set) => {
    const kept = mostFrequent(set, counts);
    return set
      .filter((label) => label !== kept)
      .map((label) => `${quotedLabel(label)}: ${quotedLabel(kept)}`);
  });
  return `To merge them, read with labels: { ${pairs.join(", ")} } and otherLabels: "keep" (other_labels: keep in a settings file).`;
}

/** Of several with as many documents, the first one in code point order. Those with odd spaces come last. */
function mostFrequent(set: readonly string[], counts: LabelCounts): string {
  const isClean = (label: string) => Number(label.replace(SPACES, " ").trim() === label);
  const order = (a: string, b: string) =>
    isClean(b) - isClean(a) || (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || byCodePoint(a, b);
  return set.toSorted(order)[0]!;
}
