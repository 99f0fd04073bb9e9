import { ImdbError } from "@imdb/core";
import { UnreadableFile } from "../errors.js";

/**
 * Turns any error of a parser that is not ours into `UNREADABLE_FILE`: a damaged file can make it throw anything. Typed errors stay as
 * they are.
 *
 * @param format  What the file was read as: `Parquet`, `Excel`.
 */
export async function readable<T>(file: string, format: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (ImdbError.isInstance(cause)) throw cause;
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw UnreadableFile.create({ file, format, problem }, { cause });
  }
}
