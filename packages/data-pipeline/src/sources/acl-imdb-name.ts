/** The parsed name of a file in aclImdb. */
export type AclImdbName =
  | { readonly kind: "review"; readonly part: AclImdbPart; readonly number: number; readonly rating: number }
  | { readonly kind: "urls"; readonly part: AclImdbPart };

/** A folder of reviews. */
export type AclImdbPart = "train/neg" | "train/pos" | "train/unsup" | "test/neg" | "test/pos";

/** Every folder of reviews, in code point order. */
export const ACL_IMDB_PARTS: readonly AclImdbPart[] = [
  "test/neg",
  "test/pos",
  "train/neg",
  "train/pos",
  "train/unsup",
];

const REVIEW = /(?:^|\/)(train|test)\/(neg|pos|unsup)\/(\d{1,9})_(\d{1,2})\.txt$/;
const URLS = /(?:^|\/)(train|test)\/urls_(neg|pos|unsup)\.txt$/;

/** Parses a path like `aclImdb/train/pos/0_9.txt` or `aclImdb/train/urls_pos.txt`; `undefined` for any other. */
export function parseAclImdbName(name: string): AclImdbName | undefined {
  const review = REVIEW.exec(name);
  if (review !== null) {
    const part = `${review[1]}/${review[2]}` as AclImdbPart;
    return { kind: "review", part, number: Number(review[3]), rating: Number(review[4]) };
  }
  const urls = URLS.exec(name);
  return urls === null ? undefined : { kind: "urls", part: `${urls[1]}/${urls[2]}` as AclImdbPart };
}

const MOVIE = /\/title\/(tt\d+)(?:\/|$)/;

/**
 * The movies of a `urls_*.txt`: item N is that of review N. An item without a movie is `undefined`.
 */
export function parseMovies(text: string): readonly (string | undefined)[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => MOVIE.exec(line)?.[1]);
}
