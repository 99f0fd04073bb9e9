import { Readable } from "node:stream";
import { ImdbError } from "@imdb/core";
import { having, integer, optionsOf, text } from "@imdb/core/options";
import { ObjectStoreFailure } from "../errors.js";
import { anySignal } from "../remote/any-signal.js";
import { receiveBody, silent } from "../remote/receive-body.js";
import { reasonOf } from "../remote/remote-failure.js";
import { type ObjectName, type S3Calls, statusOf } from "../remote/s3-calls.js";
import { withinTime } from "../remote/within-time.js";
import {
  nonEmptyText,
  type ObjectBody,
  type ObjectStore,
  partsOfName,
  partsOfPrefix,
  withoutFirst,
} from "./object-store.js";
import { type ConditionalWrites, isNoObject, keysInBucket, putUnlessTaken, reasonOfS3 } from "./s3-bucket.js";
import { type Attempted, failureOfStatus } from "./store-failure.js";

/** The calls of the S3 protocol that an object store makes, as the class `S3` of `@aws-sdk/client-s3` has them. */
export interface S3ObjectCalls extends Pick<S3Calls, "listObjectsV2"> {
  getObject(
    input: ObjectName & { readonly Range?: string },
    options: { readonly abortSignal: AbortSignal },
  ): Promise<{
    readonly ContentLength?: number | undefined;
    readonly Body?: { transformToWebStream(): unknown } | undefined;
  }>;
  putObject(
    input: ObjectName & {
      readonly Body: Uint8Array | Readable;
      readonly ContentLength: number;
      readonly ChecksumSHA256?: string;
      readonly IfNoneMatch?: "*";
    },
    options: { readonly abortSignal?: AbortSignal },
  ): Promise<unknown>;
  headObject(
    input: ObjectName,
    options: { readonly abortSignal?: AbortSignal },
  ): Promise<{ readonly ContentLength?: number | undefined }>;
}

/** Options of {@link s3Objects}. */
export interface S3ObjectsOptions {
  readonly client: S3ObjectCalls;
  readonly bucket: string;
  /** The beginning of every key. Default: none. */
  readonly prefix?: string;
  /** Milliseconds to wait for the next byte of an object that is read. Default 30,000. */
  readonly stalledMs?: number;
}

const objectsOptions = optionsOf<S3ObjectsOptions>({
  client: having("a client with the calls of S3, such as new S3({}) of @aws-sdk/client-s3", "putObject"),
  bucket: nonEmptyText,
  prefix: ["", text],
  stalledMs: [30_000, integer(1)],
});

/**
 * Objects of at most this many bytes are sent from memory: the client then repeats a request that fails. One of a stream it
 * does not repeat, and warns on the console unless it has a `logger`.
 */
const IN_MEMORY = 8 << 20;

/** A bucket, and what its server can. */
interface Bucket extends Required<S3ObjectsOptions>, ConditionalWrites {
  readonly shown: string;
}

/**
 * Objects in a bucket of Amazon S3, Google Cloud Storage, Cloudflare R2, MinIO or Ceph. Contents of over 8 MiB
 * are streamed; one may have at most 5 GiB, which is S3's limit for one request. On a server without conditional writes,
 * `create` replaces an object that exists.
 *
 * @param options.client  `new S3({ … })` of `@aws-sdk/client-s3`, which signs; or any object with its calls.
 * @throws `INVALID_OPTION`
 * @example no-run
 * import { S3 } from "@aws-sdk/client-s3";
 * const store = s3Objects({ client: new S3({ region: "eu-central-1" }), bucket: "reviews" });
 */
export function s3Objects(options: S3ObjectsOptions): ObjectStore {
  const resolved = objectsOptions.resolve(options, "s3Objects");
  const shown = `s3://${resolved.bucket}/${resolved.prefix}`;
  const bucket: Bucket = { ...resolved, shown, conditional: true };
  return {
    shown,
    size: (name, signal) => sizeOf(bucket, name, signal),
    read: (name, from, signal) => readObject(bucket, name, from, signal),
    write: (name, body, signal) => writeObject(bucket, name, body, signal),
    create: async (name, bytes, signal) => {
      const input = { ...objectOf(bucket, name), Body: bytes, ContentLength: bytes.length };
      return putUnlessTaken(bucket, (condition) =>
        bucket.client.putObject({ ...input, ...condition }, abortedBy(signal)),
      ).catch((cause) => {
        throw failure({ store: shown, action: "write", object: name }, cause);
      });
    },
    list: (prefix) => namesIn(bucket, prefix),
  };
}

async function sizeOf(bucket: Bucket, name: string, signal?: AbortSignal): Promise<number | undefined> {
  try {
    const { ContentLength } = await bucket.client.headObject(objectOf(bucket, name), abortedBy(signal));
    return ContentLength ?? 0;
  } catch (cause) {
    if (isNoObject(cause)) return undefined;
    throw failure({ store: bucket.shown, action: "look up", object: name }, cause);
  }
}

async function* readObject(
  bucket: Bucket,
  name: string,
  from: number,
  given: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const input = { ...objectOf(bucket, name), ...(from > 0 && { Range: `bytes=${from}-` }) };
  const { stalledMs } = bucket;
  const end = new AbortController();
  const signal = given === undefined ? end.signal : anySignal([end.signal, given]);
  try {
    const late = new Error(silent(stalledMs));
    const call = bucket.client.getObject(input, { abortSignal: signal });
    const answer = await withinTime(call, stalledMs, { end, signal, late });
    const body = answer.Body?.transformToWebStream() as ReadableStream<Uint8Array> | undefined;
    const chunks = receiveBody(body, { stalledMs, length: answer.ContentLength, end, signal });
    // A server that does not know ranges answers with the whole object.
    yield* from > 0 && statusOf(answer) === 200 ? withoutFirst(chunks, from) : chunks;
  } catch (cause) {
    throw failure({ store: bucket.shown, action: "read", object: name }, cause);
  } finally {
    end.abort();
  }
}

async function writeObject(
  bucket: Bucket,
  name: string,
  body: ObjectBody,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { size, sha256 } = body;
  // Without a checksum the client makes one of its own: it reads a stream ahead of the server, and packs it in chunks.
  const ChecksumSHA256 = Buffer.from(sha256, "hex").toString("base64");
  const input = { ...objectOf(bucket, name), ChecksumSHA256, ContentLength: size };
  try {
    if (size > IN_MEMORY) return await streamObject(bucket, input, body, signal);
    await bucket.client.putObject({ ...input, Body: await bytesOf(body) }, abortedBy(signal));
  } catch (cause) {
    throw failure({ store: bucket.shown, action: "write", object: name }, cause);
  }
}

async function streamObject(
  { client }: Bucket,
  input: ObjectName & { readonly ContentLength: number; readonly ChecksumSHA256: string },
  { open }: ObjectBody,
  given: AbortSignal | undefined,
): Promise<void> {
  const end = new AbortController();
  const signal = given === undefined ? end.signal : anySignal([end.signal, given]);
  const Body = Readable.from(open(), { objectMode: false });
  let broken: unknown;
  // The client does not see that the content fails, and would wait for the rest of it.
  Body.on("error", (cause) => {
    broken = cause;
    end.abort(cause);
  });
  try {
    await client.putObject({ ...input, Body }, { abortSignal: signal });
  } catch (cause) {
    throw broken ?? cause;
  } finally {
    Body.destroy();
  }
}

async function bytesOf({ open }: ObjectBody): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* namesIn(bucket: Bucket, below: string): AsyncGenerator<string> {
  partsOfPrefix(below);
  const { prefix } = bucket;
  try {
    for await (const key of keysInBucket(bucket.client, bucket.bucket, `${prefix}${below}`)) {
      yield key.slice(prefix.length);
    }
  } catch (cause) {
    throw failure({ store: bucket.shown, action: "list", object: below }, cause);
  }
}

function objectOf({ bucket, prefix }: Bucket, name: string): ObjectName {
  partsOfName(name);
  return { Bucket: bucket, Key: `${prefix}${name}` };
}

function abortedBy(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}

function failure(attempted: Attempted, cause: unknown): Error {
  if (ImdbError.isInstance(cause)) return cause;
  const status = statusOf(cause);
  const reason = status === undefined ? reasonOf(cause) : reasonOfS3(cause);
  // Without its bucket an object is not just missing.
  if (status !== 404 || isNoObject(cause)) return failureOfStatus(attempted, status, reason, cause);
  return ObjectStoreFailure.create({ ...attempted, problem: "final", status, reason }, { cause });
}
