import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidOption } from "@imdb/core";
import { withoutCompression } from "@imdb/rows/node";
import { readAclImdb } from "./acl-imdb.js";
import { type CsvOptions, readCsv, readJsonl, readParquet } from "./files.js";
import type { Source } from "./source.js";

/**
 * The reader for a path, chosen by its name: `.csv` and `.tsv`, `.jsonl` and `.ndjson`, `.parquet`, and for
 * `.tar`, `.tgz` or a folder aclImdb; each but Parquet also with `.gz` or `.zst` behind.
 *
 * @throws `INVALID_OPTION` for any other name
 */
export async function readFrom(path: string, options: CsvOptions = {}): Promise<Source> {
  const name = withoutCompression(basename(path)).toLowerCase();
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder || name.endsWith(".tar")) return readAclImdb(path, options) as Source;
  if (/\.(csv|tsv)$/.test(name)) return readCsv(path, options);
  if (/\.(jsonl|ndjson)$/.test(name)) return readJsonl(path, options);
  if (name.endsWith(".parquet")) return readParquet(path, options);
  const expected = "a path ending in .csv, .tsv, .jsonl, .ndjson, .parquet or .tar.gz, or an aclImdb folder";
  throw InvalidOption.create({ option: "path", value: path, expected });
}
