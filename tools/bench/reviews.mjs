import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { requireTool } from "../optional/tools.mjs";

const LABELLED = /^aclImdb\/(train|test)\/(pos|neg)\/(\d+)_\d+\.txt$/;
let known;

/** The labelled reviews of the archive, in its order, read once: 25,000 of each split. */
export function reviews() {
  known ??= [...read()];
  return known;
}

/** The texts of one split, in the archive's order. */
export function reviewTexts(split) {
  return reviews().flatMap((review) => (review.split === split ? [review.text] : []));
}

function* read() {
  const tar = gunzipSync(readFileSync(requireTool("archive")));
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const field = (from, to) => tar.toString("latin1", at + from, at + to).split("\0")[0];
    const size = Number.parseInt(field(124, 136), 8);
    const id = [field(345, 500), field(0, 100)].filter(Boolean).join("/");
    const [, split, label, number] = LABELLED.exec(id) ?? [];
    if (split) {
      const text = tar.toString("utf8", at + 512, at + 512 + size);
      yield { split, label, number: Number(number), id, text };
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
