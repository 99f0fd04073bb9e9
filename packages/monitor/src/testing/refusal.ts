import { ImdbError } from "@imdb/core";

/** The typed error of a call that must be refused; other errors are thrown. */
export async function refusal(call: () => unknown): Promise<ImdbError> {
  try {
    const result = await call();
    if (Symbol.asyncIterator in Object(result)) await (result as AsyncGenerator).next();
  } catch (error) {
    if (ImdbError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}
