import { ImdbError } from "@imdb/core";

/** The typed error that work ends with; anything else fails the test. */
export async function failure(work: Promise<unknown>): Promise<ImdbError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!ImdbError.isInstance(error)) throw new Error(`expected an ImdbError, got ${String(error)}`);
  return error;
}
