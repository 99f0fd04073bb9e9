import { startStackAtCaller } from "./caller-stack.js";
import { type ErrorDetails, type ErrorKind, ImdbError } from "./imdb-error.js";

/** Makes errors of one code, and recognizes them. */
export interface ErrorDefinition<D extends ErrorDetails> {
  /** Stable and unique over all packages. */
  readonly code: string;
  /** Who can correct it. */
  readonly kind: ErrorKind;
  /** Makes the error for `throw Definition.create({ … })`. Its stack starts at the caller. */
  create(details: D, options?: { readonly cause?: unknown }): ImdbError<D>;
  /** Whether a value is an error of this code, of whichever copy of the package. */
  is(value: unknown): value is ImdbError<D>;
}

/**
 * Defines one kind of failure: its code, its kind, its message and its remedy.
 *
 * @param code   `UPPER_SNAKE_CASE`, unique over all packages, never changed once released.
 * @param kind   Who can correct it; see {@link ErrorKind}.
 * @param build  Message (what is wrong, with the value and the place) and remedy (what to do) from the details.
 * @example
 * const BadRow = defineError("BAD_ROW", "input", (d: { row: number }) => ({
 *   message: `Row ${d.row} has no text.`,
 *   remedy: "Give it a text, or load with onInvalid: \"skip\".",
 * }));
 * BadRow.create({ row: 3 }).message; // => "Row 3 has no text."
 */
export function defineError<D extends ErrorDetails>(
  code: string,
  kind: ErrorKind,
  build: (details: D) => { readonly message: string; readonly remedy: string },
): ErrorDefinition<D> {
  return {
    code,
    kind,
    create: function create(details, options) {
      const { message, remedy } = build(details);
      const error = new ImdbError({ code, kind, details, message: withOneStop(message), remedy }, options);
      startStackAtCaller(error, create);
      return error;
    },
    is: (value): value is ImdbError<D> => ImdbError.isInstance(value) && value.code === code,
  };
}

/** A message may end with a text from elsewhere, which may have its own full stop. */
function withOneStop(message: string): string {
  return message.endsWith("..") && !message.endsWith("...") ? message.slice(0, -1) : message;
}
