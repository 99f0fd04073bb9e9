import { FileFailure, ImdbError } from "@imdb/core";

/**
 * A `FILE_FAILURE` with the message of the operating system; an `ImdbError` is returned as it is.
 *
 * @param action  What was attempted, as in `Cannot read …`.
 */
export function fileFailure(action: string, path: string, cause: unknown): Error {
  if (ImdbError.isInstance(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return FileFailure.create({ path, action, reason }, { cause });
}

/** The code of an error of Node or the operating system, such as `ENOENT`; undefined where it has none. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

/** For `catch`: returns undefined where a file or folder does not exist, and throws any other error. */
export function ignoreMissing(error: unknown): undefined {
  if (errorCode(FileFailure.is(error) ? error.cause : error) !== "ENOENT") throw error;
  return undefined;
}

/**
 * The result of work on a file or folder.
 *
 * @param action  What is attempted, as in `Cannot read …`.
 * @throws `FILE_FAILURE`
 */
export function orFileFailure<T>(work: Promise<T>, action: string, path: string): Promise<T> {
  return work.catch((cause) => {
    throw fileFailure(action, path, cause);
  });
}

/** As {@link orFileFailure}, and undefined where the file or folder does not exist. @throws `FILE_FAILURE` */
export function orUndefinedIfMissing<T>(
  work: Promise<T>,
  action: string,
  path: string,
): Promise<T | undefined> {
  return orFileFailure(work.catch(ignoreMissing), action, path);
}
