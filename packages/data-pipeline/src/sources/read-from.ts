import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidOption } from "@imdb/core";
import { optionsOf, withoutContext } from "@imdb/core/options";
import { unpackedName, withoutCompression } from "@imdb/rows/node";
import { absolutePath } from "@imdb/runtime/files";
import { isAddress } from "@imdb/runtime/remote";
import { nameOf } from "../download/local-copy.js";
import { aclImdbOptions, readAclImdb } from "./acl-imdb.js";
import {
  type CsvOptions,
  callOf,
  csvOptions,
  type ExcelOptions,
  excelOptions,
  jsonlOptions,
  parquetOptions,
  readCsv,
  readExcel,
  readJson,
  readJsonl,
  readParquet,
} from "./files.js";
import type { Source } from "./source.js";

/** The options of every reader of files. */
export interface ReadFromOptions extends CsvOptions, Pick<ExcelOptions, "sheet"> {}

const readFromOptions = optionsOf<ReadFromOptions, keyof ReadFromOptions>({
  ...csvOptions.rules,
  sheet: excelOptions.rules.sheet,
});

/**
 * Chooses the reader by the name of a path: `.csv` or `.tsv`, `.jsonl` or `.ndjson`, `.json`, `.parquet`, `.xlsx`; `.tar`, `.tgz` and
 * folders are read as aclImdb. All except Parquet and Excel may also end in `.gz`, `.zst` or `.zip`, which is read by the name of the file in it. Options that the format does not
 * have, such as the delimiter of a Parquet file, are ignored.
 *
 * @throws `INVALID_OPTION`, also for any other name, and for the address of a zip archive without `entry` whose name does not say
 *         what is in it
 */
export async function readFrom(given: string, options: ReadFromOptions = {}): Promise<Source> {
  readFromOptions.resolve(withoutContext(options), callOf("readFrom", given));
  const path = isAddress(given) ? given : absolutePath(given);
  const isFolder =
    !isAddress(path) &&
    (await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    ));
  const name = isFolder ? basename(path) : (await formatName(path, options)).toLowerCase();
  if (isFolder || name.endsWith(".tar")) return readAclImdb(path, aclImdbOptions.pick(options)) as Source;
  if (/\.(csv|tsv)$/.test(name)) return readCsv(path, csvOptions.pick(options));
  if (/\.(jsonl|ndjson)$/.test(name)) return readJsonl(path, jsonlOptions.pick(options));
  if (name.endsWith(".json")) return readJson(path, jsonlOptions.pick(options));
  if (name.endsWith(".parquet")) return readParquet(path, parquetOptions.pick(options));
  if (name.endsWith(".xlsx")) return readExcel(path, excelOptions.pick(options));
  const expected =
    "a path ending in .csv, .tsv, .jsonl, .ndjson, .json, .parquet, .xlsx or .tar.gz, or an aclImdb folder";
  throw InvalidOption.create({ option: "path", value: path, expected });
}

/** The name by which the format is chosen. An archive elsewhere is not read for it. */
async function formatName(path: string, { entry }: CsvOptions): Promise<string> {
  if (!isAddress(path)) return unpackedName(path, entry);
  const name = nameOf(path);
  return entry !== undefined && /\.zip$/i.test(name) ? entry : withoutCompression(name);
}
