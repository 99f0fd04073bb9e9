import { FileFailure, ImdbError } from "@imdb/core";

/**
 * A `FILE_FAILURE` of what the operating system said; an `ImdbError` stays what it is.
 *
 * @param action  What was attempted, as in `Cannot read …`.
 */
export function fileFailure(action: string, path: string, cause: unknown): Error {
  if (ImdbError.isInstance(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return FileFailure.create({ path, action, reason }, { cause });
}

/** The code that Node or the operating system gave an error, such as `ENOENT` or `EEXIST`; undefined where there is none. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

/** For `catch`: undefined where a file or folder is not there; any other error is thrown on. */
export function ignoreMissing(error: unknown): undefined {
  if (errorCode(error) !== "ENOENT") throw error;
  return undefined;
}

/**
 * What the work on a file or folder gives.
 *
 * @param action  What is attempted, as in `Cannot read …`.
 * @throws `FILE_FAILURE`
 */
export function orFileFailure<T>(work: Promise<T>, action: string, path: string): Promise<T> {
  return work.catch((cause) => {
    throw fileFailure(action, path, cause);
  });
}

/** The same, and undefined where the file or folder is not there. @throws `FILE_FAILURE` */
export function ifThere<T>(work: Promise<T>, action: string, path: string): Promise<T | undefined> {
  return orFileFailure(work.catch(ignoreMissing), action, path);
}
