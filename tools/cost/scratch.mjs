import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "imdb-cost-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

let files = 0;

/** The path of a new file with this content; it goes when the process ends. */
export function fileOf(content, ending) {
  const path = join(folder, `data-${files++}${ending}`);
  writeFileSync(path, content);
  return path;
}

/** The path of a new folder with these files; it goes when the process ends. */
export function folderOf(contents) {
  const path = join(folder, `folder-${files++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}
