/** The kind of a failure. It decides the HTTP status and the exit code. */
export type ErrorKind =
  /** The caller passed something that cannot be used: a wrong value, a damaged file, an unknown name. */
  | "input"
  /** The call is not possible in the present state: not fitted, already closed, cancelled, over a limit. */
  | "state"
  /** Something outside the process failed: the network, a server, a missing optional package, the disk. */
  | "dependency"
  /** A defect of the library. */
  | "internal";

/** JSON-safe details of a failure: the wrong value, the place (file, line, row, field), the limits. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The fields of an {@link ImdbError}. */
export interface ErrorParts<D extends ErrorDetails = ErrorDetails> {
  /** Stable and unique over all packages. */
  readonly code: string;
  /** Who can correct it. */
  readonly kind: ErrorKind;
  /** What is wrong, with the value and the place. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  /** The values in the message, for programs. */
  readonly details: D;
}

const MARK = Symbol.for("@imdb/core/ImdbError");

/**
 * The error every `@imdb/*` package throws for a failure that a user can cause.
 *
 * `code` is stable and listed in the docs, `remedy` says what to do, `details` hold the wrong value and its place.
 * Recognize it with {@link ImdbError.isInstance} or a definition's `is`, never with `instanceof`: the marker is a global
 * symbol, so it works across ESM, CommonJS and two installed versions.
 */
export class ImdbError<D extends ErrorDetails = ErrorDetails> extends Error {
  /** Always `ImdbError`. */
  override readonly name = "ImdbError";
  /** Stable, listed in the docs, unique over all packages. */
  readonly code: string;
  /** Who can correct it. */
  readonly kind: ErrorKind;
  /** What to do. */
  readonly remedy: string;
  /** The values in the message, for programs. */
  readonly details: D;

  constructor(parts: ErrorParts<D>, options?: { readonly cause?: unknown }) {
    super(parts.message, options);
    this.code = parts.code;
    this.kind = parts.kind;
    this.remedy = parts.remedy;
    this.details = parts.details;
    Object.defineProperty(this, MARK, { value: true });
  }

  /** Whether a value is an `ImdbError`, of whichever copy of this package. */
  static isInstance(value: unknown): value is ImdbError {
    return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[MARK] === true;
  }

  /** Message, remedy and code in one line, as a terminal or a log shows it. */
  override toString(): string {
    return `${this.message} ${this.remedy} [${this.code}]`;
  }
}
