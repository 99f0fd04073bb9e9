import type { FoundEncoding } from "@imdb/rows";
import { openBytes } from "@imdb/rows/node";
import type { ProjectReading } from "../project-data.js";

/**
 * The most likely encoding of a text file that is not UTF-8.
 *
 * @returns `undefined` for UTF-8, for a file that is no text, and where the encoding is named.
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`
 */
export async function likelyEncoding(
  file: string,
  { encoding, entry }: ProjectReading,
): Promise<string | undefined> {
  if (encoding !== undefined || /\.(?:parquet|xlsx)$/i.test(file)) return undefined;
  let found: string | undefined;
  const onEncoding = (one: FoundEncoding) => {
    // A mark is read as it says.
    if (one.basis === "guess" && one.encoding !== "utf-8") found = one.encoding;
  };
  const bytes = await openBytes(file);
  try {
    for await (const _ of bytes.read({ encoding: "guess", entry, onEncoding })) break;
  } finally {
    await bytes.close();
  }
  return found;
}
