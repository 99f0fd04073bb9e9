import { type EncodingName, isEncodingName } from "@imdb/rows";
import {
  type FileOfRows,
  isUtf8BeyondAscii,
  openBytes,
  type RowFormat,
  withoutCompression,
} from "@imdb/rows/node";
import type { Said } from "../download/local-copy.js";

/**
 * The encoding that a server says a text file has; `undefined` where that is not to be believed. `us-ascii` says nothing: what is
 * ASCII is UTF-8, and servers say it of files in UTF-8 too. Many servers say one encoding of all files: letters that are valid UTF-8
 * are hardly ever those of another one. Of a compressed file the content type is not that of the text.
 *
 * @param path  The copy of the file.
 */
export async function servedEncoding(
  path: string,
  format: RowFormat,
  { charset }: Said,
): Promise<EncodingName | undefined> {
  if (charset === undefined || /^(?:us-)?ascii$/i.test(charset) || !isEncodingName(charset)) return undefined;
  if (format === "parquet" || format === "excel" || withoutCompression(path) !== path) return undefined;
  const file = await openBytes(path);
  try {
    return (await isUtf8BeyondAscii(file.read({}))) ? undefined : charset;
  } finally {
    await file.close();
  }
}

/** The record of a file whose encoding the server has named. */
export function asServed({ encoding, ...file }: FileOfRows): FileOfRows {
  if (encoding === undefined) return file;
  return { ...file, encoding: encoding.basis === "name" ? { ...encoding, basis: "server" } : encoding };
}
