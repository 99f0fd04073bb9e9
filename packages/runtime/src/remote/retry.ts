/** Limit of the wait between two attempts, also where a server asks for more. Milliseconds. */
const MAX_WAIT_MS = 20_000;

/**
 * Whether the same request may succeed later: true for the statuses 408, 425, 429 and 5xx, except 501 and 505, which
 * mean that the server does not support the request.
 */
export function isTransient(status: number): boolean {
  if (status >= 500) return status !== 501 && status !== 505;
  return status === 408 || status === 425 || status === 429;
}

/**
 * Milliseconds to wait after a failed attempt: exponential backoff with jitter. The wait doubles with each attempt and is
 * lengthened by a random part of up to a quarter, so that many clients do not return at the same moment.
 *
 * @param attempt    Attempts made, from 1.
 * @param firstMs    The wait after the first attempt.
 * @param longestMs  Limit of the wait without its random part. Default 20,000.
 */
export function backoff(attempt: number, firstMs: number, longestMs = MAX_WAIT_MS): number {
  return Math.min(firstMs * 2 ** (attempt - 1), longestMs) * (1 + Math.random() / 4);
}

/**
 * Milliseconds that an answer asks to wait by its header Retry-After, in seconds or as a date: at most 20,000, and 0
 * where it asks for nothing.
 *
 * @see RFC 9110, section 10.2.3
 */
export function retryAfter({ headers }: Response): number {
  const value = headers.get("retry-after") ?? "";
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return wait > 0 ? Math.min(wait, MAX_WAIT_MS) : 0;
}
