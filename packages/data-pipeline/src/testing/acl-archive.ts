import type { Example } from "@imdb/core";
import { type Header, pack } from "tar-stream";
import { readAclImdb } from "../sources/acl-imdb.js";

/** A file of an archive: its name, its content, and what else its header says. */
export type Entry = [name: string, content: string | Uint8Array, header?: Partial<Header>];

const url = (movie: string) => `http://www.imdb.com/title/${movie}/usercomments\n`;

/** A small archive in the layout of the public one. */
export const GOOD: Entry[] = [
  ["aclImdb/README", "read me"],
  ["aclImdb/train/urls_pos.txt", url("tt0000001") + url("tt0000002")],
  ["aclImdb/train/urls_unsup.txt", url("tt0000009")],
  ["aclImdb/test/urls_neg.txt", url("tt0000003")],
  ["aclImdb/train/pos/0_9.txt", "Übergood — <br />really"],
  ["aclImdb/train/pos/1_10.txt", "Great."],
  ["aclImdb/train/unsup/0_0.txt", "Who knows?"],
  ["aclImdb/test/neg/0_2.txt", "Bad."],
  ["aclImdb/train/labeledBow.feat", "9 0:9"],
];

/** Packs files as a tar archive. */
export async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const out = pack();
  for (const [name, content, header] of entries) {
    const body = Buffer.from(content as string);
    out.entry({ name, size: body.length, ...header }, body.length === 0 ? "" : body);
  }
  out.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of out as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The examples of an archive or folder, by their ids. */
export async function collect(path: string, options = {}): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const example of readAclImdb(path, options)) examples.push(example);
  return examples.sort((a, b) => (a.id < b.id ? -1 : 1));
}
