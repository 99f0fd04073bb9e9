import { having, optionsOf, text } from "@imdb/core/options";
import {
  type ConditionalWrites,
  isNoObject,
  keysInBucket,
  putUnlessTaken,
  reasonOfS3,
} from "@imdb/runtime/objects";
import { type S3Calls, statusOf } from "@imdb/runtime/remote";
import { nonEmptyText } from "../contracts/rules.js";
import { BucketFailure, DamagedResult } from "../errors.js";
import { checkKey } from "./key.js";
import { MAX_RESULT_BYTES, type ResultStore } from "./result-store.js";

const SUFFIX = ".result";

/** Options of {@link s3ResultStore}. */
export interface S3StoreOptions {
  readonly client: S3Calls;
  readonly bucket: string;
  readonly prefix?: string;
}

const storeOptions = optionsOf<S3StoreOptions>({
  client: having("a client with the calls of S3, such as new S3({}) of @aws-sdk/client-s3", "putObject"),
  bucket: nonEmptyText,
  prefix: ["results/", text],
});

/** A bucket, and what its server can. */
interface Bucket extends Required<S3StoreOptions>, ConditionalWrites {}

/**
 * A result store in a bucket, which machines without a common file system share. The result of key `ab12…` is the
 * object `<prefix>ab/ab12….result`.
 *
 * Writes are conditional (`If-None-Match: *`): when two workers compute the same task, the bytes of the first one
 * stay, and everybody reads the same. On a server without conditional writes, those of the last one stay.
 *
 * @param options.client  `new S3({ … })` of `@aws-sdk/client-s3`, which retries and signs; or any object with its calls.
 * @param options.prefix  The beginning of every key. Default `"results/"`.
 * @throws `INVALID_OPTION`; `DAMAGED_RESULT` from `get` for one of over 1 GiB; from every method `BUCKET_FAILURE` when the bucket cannot be used.
 * @example no-run
 * import { S3 } from "@aws-sdk/client-s3";
 * const store = s3ResultStore({ client: new S3({ region: "eu-central-1" }), bucket: "reviews" });
 */
export function s3ResultStore(options: S3StoreOptions): ResultStore {
  const bucket: Bucket = { ...storeOptions.resolve(options, "s3ResultStore"), conditional: true };
  const { client } = bucket;
  const objectOf = (key: string) => ({
    Bucket: bucket.bucket,
    Key: `${bucket.prefix}${checkKey(key).slice(0, 2)}/${key}${SUFFIX}`,
  });
  return {
    get: async (key) => unlessMissing(bucket, "read from", bytesOf(key, client.getObject(objectOf(key)))),
    set: async (key, bytes) => writeObject(bucket, { ...objectOf(key), Body: bytes }),
    has: async (key) =>
      (await unlessMissing(bucket, "look into", client.headObject(objectOf(key)))) !== undefined,
    delete: async (key) => {
      await unlessMissing(bucket, "delete from", client.deleteObject(objectOf(key)));
    },
    keys: () => keysIn(bucket),
  };
}

async function writeObject(
  bucket: Bucket,
  object: Parameters<S3Calls["putObject"]>[0],
): Promise<"written" | "kept"> {
  try {
    return await putUnlessTaken(bucket, (condition) => bucket.client.putObject({ ...object, ...condition }));
  } catch (cause) {
    throw failure(bucket, "write to", cause);
  }
}

async function* keysIn(bucket: Bucket): AsyncIterable<string> {
  const { client, prefix } = bucket;
  try {
    for await (const key of keysInBucket(client, bucket.bucket, prefix)) {
      const match = /^([0-9a-f]{2})\/(\1[0-9a-f]{62})\.result$/.exec(key.slice(prefix.length));
      if (match?.[2]) yield match[2];
    }
  } catch (cause) {
    throw failure(bucket, "list", cause);
  }
}

/** The result of a call; undefined where there is no such object. Throws `BUCKET_FAILURE`. */
async function unlessMissing<T>(bucket: Bucket, action: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (cause) {
    if (isNoObject(cause)) return undefined;
    throw DamagedResult.is(cause) ? cause : failure(bucket, action, cause);
  }
}

function failure({ bucket }: Bucket, action: string, cause: unknown): Error {
  return BucketFailure.create(
    { bucket, action, status: statusOf(cause), reason: reasonOfS3(cause) },
    { cause },
  );
}

async function bytesOf(key: string, answer: ReturnType<S3Calls["getObject"]>): Promise<Uint8Array> {
  const { ContentLength: size = 0, Body } = await answer;
  if (size <= MAX_RESULT_BYTES) return Body?.transformToByteArray() ?? new Uint8Array();
  // Not read: its connection must not stay open until it is.
  Body?.destroy?.();
  throw DamagedResult.create({ key, problem: `it has ${size} bytes, over ${MAX_RESULT_BYTES}` });
}
