import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidOption } from "@imdb/core";
import { withoutContext } from "@imdb/core/options";
import { withoutCompression } from "@imdb/rows/node";
import { aclImdbOptions, readAclImdb } from "./acl-imdb.js";
import {
  type CsvOptions,
  callOf,
  csvOptions,
  jsonlOptions,
  parquetOptions,
  readCsv,
  readJsonl,
  readParquet,
} from "./files.js";
import type { Source } from "./source.js";

/**
 * The reader for a path, chosen by its name: `.csv` and `.tsv`, `.jsonl` and `.ndjson`, `.parquet`, and for
 * `.tar`, `.tgz` or a folder aclImdb; each except Parquet also with `.gz` or `.zst` behind. Options that the format
 * does not have are ignored: the delimiter of a Parquet file.
 *
 * @throws `INVALID_OPTION`, also for any other name
 */
export async function readFrom(path: string, options: CsvOptions = {}): Promise<Source> {
  csvOptions.resolve(withoutContext(options), callOf("readFrom", path));
  const name = withoutCompression(basename(path)).toLowerCase();
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder || name.endsWith(".tar")) return readAclImdb(path, aclImdbOptions.pick(options)) as Source;
  if (/\.(csv|tsv)$/.test(name)) return readCsv(path, options);
  if (/\.(jsonl|ndjson)$/.test(name)) return readJsonl(path, jsonlOptions.pick(options));
  if (name.endsWith(".parquet")) return readParquet(path, parquetOptions.pick(options));
  const expected = "a path ending in .csv, .tsv, .jsonl, .ndjson, .parquet or .tar.gz, or an aclImdb folder";
  throw InvalidOption.create({ option: "path", value: path, expected });
}
