import type { Example } from "@imdb/core";
import { decodeText, firstInvalidByte, InvalidArchive } from "@imdb/rows";
import { type AclImdbName, type AclImdbPart, parseMovies } from "./acl-imdb-name.js";
import type { InvalidRow } from "./invalid-row.js";
import type { Batch } from "./source.js";

/** Sentiment of a labelled review: a rating of at most 4 is `neg`, of at least 7 `pos`. */
export type ImdbLabel = "neg" | "pos";

interface Assembler {
  /**
   * Adds one file, in any order.
   *
   * @param path  Its path, for errors.
   * @param name  The parsed path.
   */
  add(path: string, name: AclImdbName, bytes: Uint8Array): void;
  /** Returns the examples and invalid rows that are complete and were not returned before. */
  take(): Batch<ImdbLabel>;
  /** Called at the end: returns the rest. Reviews whose part had no list of movies become examples without a group. */
  rest(): Batch<ImdbLabel>;
  /** Number of reviews that were added, invalid ones too. */
  readonly documents: number;
}

type Review = Extract<AclImdbName, { kind: "review" }> & { readonly text: string };
type Movies = readonly (string | undefined)[];

/**
 * Makes examples from the files of the aclImdb folder, in any order. A review is kept until the `urls_*.txt` of its
 * part (such as `train/urls_pos.txt` for `train/pos`) is read, because that file names the movie, the group of the
 * example.
 *
 * @param encoding  Of the reviews and lists, where they have no byte order mark.
 */
export function createAssembler(source: string, encoding: string): Assembler {
  const movies = new Map<AclImdbPart, Movies>();
  const waiting = new Map<AclImdbPart, Review[]>();
  let examples: Example<ImdbLabel>[] = [];
  let invalid: InvalidRow[] = [];
  let documents = 0;

  function addReview(review: Review): void {
    const list = movies.get(review.part);
    const others = waiting.get(review.part);
    if (list !== undefined) emit(review, list);
    else if (others === undefined) waiting.set(review.part, [review]);
    else others.push(review);
  }

  function emit(review: Review, list: Movies | undefined): void {
    const group = list?.[review.number];
    if (list !== undefined && group === undefined) {
      const [folder, label] = review.part.split("/");
      const problem = `${folder}/urls_${label}.txt names no movie in line ${review.number + 1}`;
      invalid.push({ source, id: idOf(review), field: "group", problem, raw: review.text });
    } else examples.push(toExample(review, group));
  }

  return {
    get documents() {
      return documents;
    },
    add(path, name, bytes) {
      if (name.kind === "urls") {
        const list = parseMovies(decodeList(source, path, bytes, encoding));
        movies.set(name.part, list);
        for (const review of waiting.get(name.part) ?? []) emit(review, list);
        waiting.delete(name.part);
        return;
      }
      documents++;
      const text = bytes.length === 0 ? undefined : decodeText(bytes, encoding);
      if (text === undefined) invalid.push(unreadable(source, idOf(name), bytes, encoding));
      else addReview({ ...name, text });
    },
    take() {
      const batch: Batch<ImdbLabel> = { examples, invalid, placeOf: () => ({ source }) };
      examples = [];
      invalid = [];
      return batch;
    },
    rest() {
      for (const reviews of waiting.values()) for (const review of reviews) emit(review, undefined);
      waiting.clear();
      return this.take();
    },
  };
}

function idOf(review: { part: AclImdbPart; number: number; rating: number }): string {
  return `${review.part}/${review.number}_${review.rating}`;
}

function toExample(review: Review, group: string | undefined): Example<ImdbLabel> {
  const id = idOf(review);
  const { text } = review;
  const [folder, label] = review.part.split("/") as ["train" | "test", ImdbLabel | "unsup"];
  // The name of a review's file ends in its rating. For an unlabelled review this is 0, which means none.
  if (label === "unsup")
    return group === undefined ? { id, text, split: label } : { id, text, group, split: label };
  const attributes = { rating: review.rating };
  return group === undefined
    ? { id, text, label, split: folder, attributes }
    : { id, text, group, label, split: folder, attributes };
}

function unreadable(source: string, id: string, bytes: Uint8Array, encoding: string): InvalidRow {
  if (bytes.length === 0) return { source, id, field: "text", problem: "the file is empty", raw: "" };
  const problem = wrongByte(bytes, encoding);
  return { source, id, field: "text", problem, raw: Buffer.from(bytes).toString("base64") };
}

function decodeList(file: string, entry: string, bytes: Uint8Array, encoding: string): string {
  const text = decodeText(bytes, encoding);
  if (text !== undefined) return text;
  throw InvalidArchive.create({ file, entry, problem: wrongByte(bytes, encoding) });
}

function wrongByte(bytes: Uint8Array, encoding: string): string {
  const name = encoding === "utf-8" ? "UTF-8" : encoding;
  return `byte ${firstInvalidByte(bytes, encoding)} is not ${name}`;
}
