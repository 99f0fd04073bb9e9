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

/** The operating system's code of an error: `ENOENT`, `EEXIST`. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}
