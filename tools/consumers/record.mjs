import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PAGE = fileURLToPath(new URL("../../docs/tool-chains.md", import.meta.url));

/**
 * Writes the table to docs/tool-chains.md.
 *
 * @param lines      The table.
 * @param closing    What was not checked and why, as lines.
 */
export function record(lines, closing) {
  writeFileSync(PAGE, `${[...HEAD, ...lines, "", ...closing].join("\n").trimEnd()}\n`);
}

const HEAD = `# Tool chains

What \`node tools/consumers/run.mjs --record\` found. One program runs in a project of each tool chain, from the packed
tarballs: it trains on 40 sentences with a split, saves and loads the bundle, predicts (twice, and 40 at once), serves
over HTTP (twice, and 40 at once), profiles and compares texts, scores a file on one thread and on two, searches a grid
on worker threads, fits a vectorizer on two threads, reads 30,000 rows on two threads, and profiles windows on two. What
has no files or no threads runs the other steps.

A bundle made by a bundler runs in another folder, where neither the project nor \`node_modules\` is. "Worker scripts
beside" means that the files \`node_modules/@imdb/*/dist/imdb-*-worker.mjs\` were copied beside it. What to set in each:
[in your project](in-your-project.md).
`.split("\n");
