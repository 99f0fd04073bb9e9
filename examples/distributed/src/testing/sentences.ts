import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Writes the 3,000 labelled sentences of the npm package sentiment as JSON Lines; gives the path. */
export async function writeSentences(folder: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const lines: string[] = [];
  for (const site of ["amazon", "imdb", "yelp"]) {
    const path = require.resolve(`sentiment/test/fixtures/${site}.json`);
    const sentences = JSON.parse(await readFile(path, "utf8")) as { text: string; class: 0 | 1 | null }[];
    for (const [i, { text, class: sign }] of sentences.entries()) {
      if (sign === null) continue;
      // Some sentences come more than once: as one group, none of them can be in both parts.
      lines.push(
        JSON.stringify({ id: `${site}/${i}`, text, label: sign === 1 ? "pos" : "neg", group: text.trim() }),
      );
    }
  }
  const file = join(folder, "sentences.jsonl");
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}
