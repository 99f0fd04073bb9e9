import { InvalidOption } from "@imdb/core";
import { BucketFailure } from "../errors.js";
import { checkKey } from "./key.js";
import type { ResultStore } from "./result-store.js";
import { type S3Calls, statusOf } from "./s3-calls.js";

const SUFFIX = ".result";

/** How often a write that meets another's is tried. */
const TRIES = 5;

/**
 * A result store in a bucket, which machines without a common file system share. The result of key `ab12…` is the
 * object `<prefix>ab/ab12….result`.
 *
 * Writes are conditional (`If-None-Match: *`): of two workers that compute the same task, the first one's bytes
 * stay, and everybody reads the same. Where a server has no conditional writes, the last one's stay.
 *
 * @param options.client  `new S3({ … })` of `@aws-sdk/client-s3`, which retries and signs; or anything with its calls.
 * @param options.prefix  Before every key. Default `"results/"`.
 * @throws `INVALID_OPTION`; from every method `BUCKET_FAILURE` when the bucket cannot be used.
 * @example no-run
 * import { S3 } from "@aws-sdk/client-s3";
 * const store = s3ResultStore({ client: new S3({ region: "eu-central-1" }), bucket: "reviews" });
 */
export function s3ResultStore(options: {
  readonly client: S3Calls;
  readonly bucket: string;
  readonly prefix?: string;
}): ResultStore {
  const { client, bucket: Bucket, prefix = "results/" } = options;
  if (typeof client?.putObject !== "function") {
    const expected = "a client with S3's calls, such as new S3({}) of @aws-sdk/client-s3";
    throw InvalidOption.create({ option: "client", value: typeof client, expected });
  }
  if (typeof Bucket !== "string" || Bucket === "") {
    throw InvalidOption.create({ option: "bucket", value: Bucket, expected: "the name of a bucket" });
  }
  const objectOf = (key: string) => ({
    Bucket,
    Key: `${prefix}${checkKey(key).slice(0, 2)}/${key}${SUFFIX}`,
  });
  let conditional = true;

  async function unlessMissing<T>(action: string, call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (cause) {
      if (statusOf(cause) === 404 && (cause as Error).name !== "NoSuchBucket") return undefined;
      throw failure(action, cause);
    }
  }

  function failure(action: string, cause: unknown): Error {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return BucketFailure.create({ bucket: Bucket, action, status: statusOf(cause), reason }, { cause });
  }

  async function set(key: string, bytes: Uint8Array): Promise<void> {
    const object = { ...objectOf(key), Body: bytes };
    for (let attempt = 1; ; attempt++) {
      try {
        await client.putObject(conditional ? { ...object, IfNoneMatch: "*" } : object);
        return;
      } catch (cause) {
        const status = statusOf(cause);
        // There already: another worker was faster, with the same result.
        if (conditional && status === 412) return;
        // It was being written, or deleted, at this moment.
        if (conditional && status === 409 && attempt < TRIES) continue;
        if (!conditional || status !== 501) throw failure("write to", cause);
        conditional = false;
      }
    }
  }

  async function* keys(): AsyncIterable<string> {
    let next: string | undefined;
    do {
      const request = { Bucket, Prefix: prefix, ...(next !== undefined && { ContinuationToken: next }) };
      const page = await client.listObjectsV2(request).catch((cause) => {
        throw failure("list", cause);
      });
      for (const { Key = "" } of page.Contents ?? []) {
        const match = /^([0-9a-f]{2})\/(\1[0-9a-f]{62})\.result$/.exec(Key.slice(prefix.length));
        if (match?.[2]) yield match[2];
      }
      next = page.NextContinuationToken;
    } while (next !== undefined);
  }

  return {
    get: async (key) => unlessMissing("read from", bytesOf(client.getObject(objectOf(key)))),
    set,
    has: async (key) => (await unlessMissing("look into", client.headObject(objectOf(key)))) !== undefined,
    delete: async (key) => {
      await unlessMissing("delete from", client.deleteObject(objectOf(key)));
    },
    keys,
  };
}

async function bytesOf(answer: ReturnType<S3Calls["getObject"]>): Promise<Uint8Array> {
  return (await answer).Body?.transformToByteArray() ?? new Uint8Array();
}
