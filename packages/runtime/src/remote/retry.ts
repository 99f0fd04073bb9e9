/** No wait between two attempts is longer, whatever a server asks for. Milliseconds. */
const LONGEST_WAIT = 20_000;

/**
 * Whether the same request may succeed later: 408, 425, 429 and 5xx, but for 501 and 505, which say that the server
 * cannot do it at all.
 */
export function isTransient(status: number): boolean {
  if (status >= 500) return status !== 501 && status !== 505;
  return status === 408 || status === 425 || status === 429;
}

/**
 * Milliseconds to wait after a failed attempt: doubles with each, plus up to a quarter, so that many clients do not
 * come back at once.
 *
 * @param attempt  Attempts made, from 1.
 * @param firstMs  After the first attempt.
 */
export function backoff(attempt: number, firstMs: number, longestMs = LONGEST_WAIT): number {
  return Math.min(firstMs * 2 ** (attempt - 1), longestMs) * (1 + Math.random() / 4);
}

/**
 * Milliseconds that an answer asks to wait, as seconds or as a date, at most 20,000; 0 where it does not say.
 *
 * @see RFC 9110, section 10.2.3
 */
export function retryAfter({ headers }: Response): number {
  const value = headers.get("retry-after") ?? "";
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return wait > 0 ? Math.min(wait, LONGEST_WAIT) : 0;
}
