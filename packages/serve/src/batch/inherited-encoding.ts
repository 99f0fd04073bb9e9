import { isUtf8BeyondAscii, openBytes, type UnpackLimits } from "@imdb/rows/node";
import { InvalidBatch } from "../errors.js";

/**
 * Refuses a file of UTF-8 that would be read in the encoding of the training data, because its texts would be others in
 * silence. Before the first character beyond ASCII, encodings do not differ: all of the file is read up to there.
 *
 * @param encoding  The encoding of the training data; `undefined` is UTF-8.
 * @throws `INVALID_BATCH`, `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `INVALID_OPTION`
 */
export async function refuseInheritedEncoding(
  path: string,
  encoding: string | undefined,
  unpacking: UnpackLimits & { readonly entry: string | undefined },
): Promise<void> {
  // A guess says UTF-8 where it is that.
  if (encoding === undefined || encoding === "guess") return;
  const trained = new TextDecoder(encoding).encoding;
  if (trained === "utf-8") return;
  const file = await openBytes(path);
  try {
    if (!(await isUtf8BeyondAscii(file.read(unpacking)))) return;
  } finally {
    await file.close();
  }
  throw InvalidBatch.create({
    path,
    problem: `its bytes are valid UTF-8, and the model was trained from files in ${trained}`,
    remedy: `Name the encoding of this file in encoding (--encoding): "utf-8", or ${JSON.stringify(trained)} where it is that.`,
  });
}
