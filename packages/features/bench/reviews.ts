import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { requireTool } from "../../../tools/optional/tools.mjs";

const LABELLED = /^aclImdb\/(train|test)\/(?:pos|neg)\/\d+_\d+\.txt$/;
let known: { readonly train: string[]; readonly test: string[] } | undefined;

/** The labelled reviews of the archive read once: 25,000 of each split. */
export function reviews(): { readonly train: string[]; readonly test: string[] } {
  if (known) return known;
  const texts = { train: [] as string[], test: [] as string[] };
  const tar = gunzipSync(readFileSync(requireTool("archive")));
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const field = (from: number, to: number) => tar.toString("latin1", at + from, at + to).split("\0")[0]!;
    const size = Number.parseInt(field(124, 136), 8);
    const split = LABELLED.exec([field(345, 500), field(0, 100)].filter(Boolean).join("/"))?.[1];
    if (split) texts[split as "train" | "test"].push(tar.toString("utf8", at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  known = texts;
  return texts;
}
