import { withinTime } from "./within-time.js";

/** Less than so many bytes a second, in twice the time of a silence, is too slow. */
export const LEAST_BYTES_PER_SECOND = 1_000;
const SILENCES = 2;

/** How a body is received. */
export interface ReceiveOptions {
  /** The longest silence, in milliseconds. In twice that time at least 1,000 bytes a second are received. */
  readonly stalledMs: number;
  /** The bytes that the answer says; undefined where it does not say them. */
  readonly length: number | undefined;
  /** Ends the request. */
  readonly end: AbortController;
  /** Follows `end`. */
  readonly signal: AbortSignal;
}

/**
 * The bytes of a body. Only the time counts that is waited for them, and not that of the caller between two chunks.
 *
 * @throws `Error` where they stall, come too slowly, or are not as many as were said; the reason of the signal, and what the
 *         body throws
 */
export async function* receiveBody(
  body: ReadableStream<Uint8Array> | null | undefined,
  { stalledMs, length, end, signal }: ReceiveOptions,
): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  const window = SILENCES * stalledMs;
  const least = (window / 1000) * LEAST_BYTES_PER_SECOND;
  let received = 0;
  let waited = 0;
  let ofWindow = 0;
  try {
    while (reader !== undefined) {
      const started = performance.now();
      const left = Math.max(0, window - waited);
      const late = new Error(left < stalledMs ? tooSlow(ofWindow, window) : silent(stalledMs));
      const time = Math.min(left, stalledMs);
      const { done, value } = await withinTime(reader.read(), time, { end, signal, late });
      if (done) break;
      waited += performance.now() - started;
      received += value.length;
      ofWindow += value.length;
      if (ofWindow >= least) {
        waited = 0;
        ofWindow = 0;
      }
      yield value;
    }
    if (length !== undefined && received !== length)
      throw new Error(`${received} bytes were received, and the server said ${length}`);
  } finally {
    // Ends the request of a caller that stops early. A body that does not end so is not waited for.
    reader?.cancel().catch(() => {});
  }
}

/** The problem of a server that sends nothing. */
export function silent(milliseconds: number): string {
  return `no byte was received for ${milliseconds} ms`;
}

function tooSlow(bytes: number, milliseconds: number): string {
  const least = `at least ${LEAST_BYTES_PER_SECOND} a second are waited for`;
  return `${bytes} bytes were received in ${milliseconds} ms, and ${least}`;
}
