import { InvalidOption } from "@imdb/core";
import type { Address } from "./address.js";
import { anySignal } from "./any-signal.js";
import { callOnHost } from "./call-on-host.js";
import { type RemoteFailure, reasonOf } from "./remote-failure.js";
import { type S3Objects, statusOf } from "./s3-calls.js";

/** How a file elsewhere is read. */
export interface ReadAddressOptions {
  /** Makes the error for a file that cannot be read. */
  readonly failed: (failure: RemoteFailure) => Error;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds to wait for the answer, and for the next bytes of it. The time for the whole file is not limited. */
  readonly stalledMs: number;
  /** Attempts after the first to get an answer over HTTP; a client of S3 has its own. */
  readonly retries: number;
  /** Reads the objects of buckets. */
  readonly s3: S3Objects | undefined;
}

/** The longest time that a timer of every runtime takes, 24 days: the file itself has no deadline. */
const LONGEST = 2 ** 31 - 1;

/**
 * Streams the bytes of a file elsewhere. A redirect is followed on the same host only.
 *
 * @throws What `failed` makes, also where the file breaks off; `INVALID_OPTION` for an object without a client
 */
export async function* readAddress(
  address: Address,
  options: ReadAddressOptions,
): AsyncGenerator<Uint8Array> {
  const stall = new AbortController();
  const signals = options.signal === undefined ? [stall.signal] : [stall.signal, options.signal];
  const signal = anySignal(signals);
  const { stalledMs, failed } = options;
  const limited = <T>(work: Promise<T>) => withDeadline(work, stalledMs, stall);
  const body =
    address.kind === "s3"
      ? await limited(objectBody(address, options, signal))
      : await limited(fileBody(address.url, options, signal));
  const reader = body?.getReader();
  try {
    for (let read = await step(); read !== undefined && !read.done; read = await step()) yield read.value;
  } finally {
    // Ends the request of a caller that stops early.
    await reader?.cancel().catch(() => {});
    stall.abort();
  }

  async function step() {
    try {
      return reader && (await limited(reader.read()));
    } catch (cause) {
      throw failed({ reason: reasonOf(cause), attempts: 1, status: undefined, text: "", cause });
    }
  }
}

async function fileBody(
  url: URL,
  { failed, retries }: ReadAddressOptions,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | null> {
  // Of a file that is packed on its way, the hash would be that of other bytes.
  const request = () => ({ headers: { "accept-encoding": "identity" } });
  const answer = await callOnHost(url, request, { failed, retries, timeoutMs: LONGEST, signal });
  return answer.body;
}

async function objectBody(
  { bucket, key, shown }: Address & { readonly kind: "s3" },
  { failed, s3 }: ReadAddressOptions,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | undefined> {
  if (s3 === undefined) {
    const expected = "a client that reads buckets, such as new S3({}) of @aws-sdk/client-s3";
    throw InvalidOption.create({ option: "s3", value: undefined, expected, of: shown });
  }
  try {
    const { Body } = await s3.getObject({ Bucket: bucket, Key: key }, { abortSignal: signal });
    return Body?.transformToWebStream() as ReadableStream<Uint8Array> | undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw failed({ reason, attempts: 1, status: statusOf(cause), text: "", cause });
  }
}

/** The result of some work; after the deadline, the work is ended and the reason thrown. */
async function withDeadline<T>(work: Promise<T>, milliseconds: number, end: AbortController): Promise<T> {
  const late = new Error(`no byte was received for ${milliseconds} ms`);
  const timer = setTimeout(() => end.abort(late), milliseconds);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
