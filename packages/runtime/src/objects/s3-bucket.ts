import { type S3Calls, statusOf } from "../remote/s3-calls.js";

/** Attempts of a write that conflicts with another one. */
const ATTEMPTS = 5;

/** Whether the server of a bucket has conditional writes: true until a write shows that it has none. */
export interface ConditionalWrites {
  conditional: boolean;
}

/**
 * Writes an object of a bucket unless there is one (`If-None-Match: *`). On a server without conditional writes, an object
 * that exists is replaced.
 *
 * @param put  Makes the call, with what is passed in addition to its object.
 * @throws What `put` throws.
 */
export async function putUnlessTaken(
  server: ConditionalWrites,
  put: (condition: { readonly IfNoneMatch?: "*" }) => Promise<unknown>,
): Promise<"written" | "kept"> {
  for (let attempt = 1; ; attempt++) {
    const { conditional } = server;
    try {
      await put(conditional ? { IfNoneMatch: "*" } : {});
      return "written";
    } catch (cause) {
      const status = statusOf(cause);
      // The object exists: another writer has stored it.
      if (conditional && status === 412) return "kept";
      // Another write or a deletion of the object was under way.
      if (conditional && status === 409 && attempt < ATTEMPTS) continue;
      if (!conditional || status !== 501) throw cause;
      server.conditional = false;
    }
  }
}

/** The keys of a bucket that begin with a prefix, page by page. @throws What the client throws. */
export async function* keysInBucket(
  client: Pick<S3Calls, "listObjectsV2">,
  Bucket: string,
  Prefix: string,
): AsyncGenerator<string> {
  let next: string | undefined;
  do {
    const page = await client.listObjectsV2({
      Bucket,
      Prefix,
      ...(next !== undefined && { ContinuationToken: next }),
    });
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
    next = page.NextContinuationToken;
  } while (next !== undefined);
}

/** Whether a failed call of S3 says that there is no such object. A bucket that does not exist is another failure. */
export function isNoObject(cause: unknown): boolean {
  return statusOf(cause) === 404 && (cause as Error).name !== "NoSuchBucket";
}

/** The reason of a failed call of S3, with its name: the SDK has messages as short as `UnknownError`. */
export function reasonOfS3(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
