import { ImdbError, InvalidOption } from "@imdb/core";
import type { Address } from "./address.js";
import { anySignal } from "./any-signal.js";
import { callOnHost } from "./call-on-host.js";
import { receiveBody, silent } from "./receive-body.js";
import { type RemoteFailure, reasonOf } from "./remote-failure.js";
import { type S3Objects, statusOf } from "./s3-calls.js";
import { withinTime } from "./within-time.js";

/** How a file elsewhere is read. */
export interface ReadAddressOptions {
  /** Makes the error for a file that cannot be read. */
  readonly failed: (failure: RemoteFailure) => Error;
  readonly signal: AbortSignal | undefined;
  /**
   * Milliseconds to wait for the answer, and for the next byte of it. In twice that time at least 1,000 bytes a second must
   * come; the time for the whole file has no other limit.
   */
  readonly stalledMs: number;
  /** Attempts after the first to get an answer over HTTP; a client of S3 has its own. */
  readonly retries: number;
  /** Called with the `charset` of the content type of an answer over HTTP that has one, before the first bytes. */
  readonly onCharset?: ((charset: string) => void) | undefined;
  /** Reads the objects of buckets. */
  readonly s3: S3Objects | undefined;
}

/** The longest time that a timer of every runtime takes, 24 days: the file itself has no deadline. */
const LONGEST = 2 ** 31 - 1;

/** The bytes of a file, and how many the answer says. */
interface Answer {
  readonly body: ReadableStream<Uint8Array> | null | undefined;
  readonly length: number | undefined;
}

/**
 * Streams the bytes of a file elsewhere, as they are stored there. A redirect is followed on the same host only.
 *
 * @throws What `failed` makes, also where the file breaks off, is not whole, or comes too slowly; `INVALID_OPTION` for an
 *         object without a client
 */
export async function* readAddress(
  address: Address,
  options: ReadAddressOptions,
): AsyncGenerator<Uint8Array> {
  const { stalledMs, failed } = options;
  const end = new AbortController();
  const signal = options.signal === undefined ? end.signal : anySignal([end.signal, options.signal]);
  const late = new Error(silent(stalledMs));
  try {
    const { body, length } = await withinTime(
      address.kind === "s3" ? objectOf(address, options, signal) : fileOf(address.url, options, signal),
      stalledMs,
      { end, signal, late },
    );
    yield* receiveBody(body, { stalledMs, length, end, signal });
  } catch (cause) {
    if (cause instanceof FailedAnswer) throw failed(cause.failure);
    if (ImdbError.isInstance(cause)) throw cause;
    throw failed({ reason: reasonOf(cause), attempts: 1, status: undefined, text: "", cause });
  } finally {
    end.abort();
  }
}

/** Carries the failure of an answer out of the work that is raced with its deadline. */
class FailedAnswer extends Error {
  readonly failure: RemoteFailure;

  constructor(failure: RemoteFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

const failedAnswer = (failure: RemoteFailure) => new FailedAnswer(failure);

async function fileOf(
  url: URL,
  { retries, onCharset }: ReadAddressOptions,
  signal: AbortSignal,
): Promise<Answer> {
  // Of a file that is packed on its way, the hash would be that of other bytes, and its end is not looked for.
  const request = () => ({ headers: { "accept-encoding": "identity" } });
  const options = { failed: failedAnswer, retries, timeoutMs: LONGEST, signal };
  const { status, statusText, headers, body } = await callOnHost(url, request, options);
  const encoding = headers.get("content-encoding") ?? "identity";
  const reason =
    status !== 200
      ? `the server answered ${status} ${statusText}`.trimEnd().concat(", which is not the whole file (200)")
      : encoding.toLowerCase() !== "identity"
        ? `the server packs it on the way (content-encoding: ${encoding}), though it was asked not to`
        : undefined;
  if (reason !== undefined) {
    body?.cancel().catch(() => {});
    throw new FailedAnswer({ reason, attempts: 1, status, text: "", cause: undefined });
  }
  const charset = charsetOf(headers.get("content-type") ?? "");
  if (charset !== undefined) onCharset?.(charset);
  const length = headers.get("content-length");
  return { body, length: length === null ? undefined : Number(length) };
}

/** @see RFC 9110, section 8.3.1 */
function charsetOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType) ?? [];
  return quoted ?? plain;
}

async function objectOf(
  { bucket, key, shown }: Address & { readonly kind: "s3" },
  { s3 }: ReadAddressOptions,
  signal: AbortSignal,
): Promise<Answer> {
  if (s3 === undefined) {
    const expected = "a client that reads buckets, such as new S3({}) of @aws-sdk/client-s3";
    throw InvalidOption.create({ option: "s3", value: undefined, expected, of: shown });
  }
  try {
    const answer = await s3.getObject({ Bucket: bucket, Key: key }, { abortSignal: signal });
    const status = statusOf(answer);
    const { ContentLength: length, Body } = answer;
    const body = Body?.transformToWebStream() as ReadableStream<Uint8Array> | undefined;
    if (status === undefined || status === 200) return { body, length };
    body?.cancel().catch(() => {});
    const reason = `the server answered ${status}, which is not the whole file (200)`;
    throw new FailedAnswer({ reason, attempts: 1, status, text: "", cause: undefined });
  } catch (cause) {
    if (cause instanceof FailedAnswer) throw cause;
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new FailedAnswer({ reason, attempts: 1, status: statusOf(cause), text: "", cause });
  }
}
