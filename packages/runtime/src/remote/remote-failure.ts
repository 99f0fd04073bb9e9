import { readLimited } from "../read-limited.js";

/** Why a call failed: what its last attempt met. */
export interface RemoteFailure {
  /** The message of the network error, or `the server answered 404 Not Found`. */
  readonly reason: string;
  /** Attempts made. */
  readonly attempts: number;
  /**
   * The status of the answer; of the last answer where the call was ended by its signal. Undefined when no answer
   * came, and for a redirect, which is no answer of the service itself.
   */
  readonly status: number | undefined;
  /** The body of the answer. Empty when there was none, when it has more than 1 MiB, or did not end within 5 s. */
  readonly text: string;
  readonly cause: unknown;
  /** Where a redirect leads, as the answer says it. A browser hides it. */
  readonly location?: string | undefined;
}

const TEXT_LIMIT = 1 << 20;
const TEXT_MS = 5_000;
const REDIRECTS = [301, 302, 303, 307, 308];

/** The message of the innermost cause: `fetch failed` hides `getaddrinfo ENOTFOUND`. */
export function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  if (innermost instanceof AggregateError && innermost.errors[0] instanceof Error)
    innermost = innermost.errors[0];
  return innermost instanceof Error ? innermost.message : String(innermost);
}

/** The failure of an attempt that got no answer. */
export function withoutAnswer(cause: unknown, attempts: number): RemoteFailure {
  return { reason: reasonOf(cause), attempts, status: undefined, text: "", cause };
}

/**
 * The failure of an attempt whose answer is not a success. Reads its body.
 *
 * @param stop  Ends the request, and with it a body that does not end.
 */
export async function answeredFailure(
  answer: Response,
  attempts: number,
  stop: () => void,
): Promise<RemoteFailure> {
  if (isRedirect(answer)) {
    stop();
    const location = answer.headers.get("location") ?? undefined;
    return {
      reason: "unexpected redirect",
      attempts,
      status: undefined,
      text: "",
      cause: undefined,
      location,
    };
  }
  const timer = setTimeout(stop, TEXT_MS);
  // A body that breaks off changes nothing: the status says what happened.
  const body = await readLimited(answer.body, TEXT_LIMIT).catch(() => undefined);
  clearTimeout(timer);
  const { status, statusText } = answer;
  const reason = `the server answered ${status} ${statusText}`.trimEnd();
  return { reason, attempts, status, text: new TextDecoder().decode(body), cause: undefined };
}

/** Whether an answer sends the caller elsewhere. A browser hides its status. */
function isRedirect({ type, status }: Response): boolean {
  return type === "opaqueredirect" || REDIRECTS.includes(status);
}
