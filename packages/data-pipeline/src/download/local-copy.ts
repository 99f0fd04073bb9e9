import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { ImdbError, type RunOptions, throwIfCancelled } from "@imdb/core";
import { having, optional } from "@imdb/core/options";
import { UnpackedTooLarge } from "@imdb/rows";
import { fileFailure, openPlainHandle } from "@imdb/runtime/files";
import {
  isAddress,
  parseAddress,
  type RemoteFailure,
  readAddress,
  type S3Objects,
} from "@imdb/runtime/remote";
import { UnreadableAddress } from "../errors.js";
import { makeCopyFolder } from "./copy-folder.js";

/** How a file at an address is read. */
export interface AddressOptions {
  /** Reads `s3://` addresses: `new S3({ … })` of `@aws-sdk/client-s3`, or any object with its `getObject`. */
  readonly s3?: S3Objects | undefined;
}

/** The rules of {@link AddressOptions}, for a schema of options that has them too. */
export const addressRules = {
  s3: optional(
    having<S3Objects>("a client with getObject, as new S3({}) of @aws-sdk/client-s3", "getObject"),
  ),
};

/** The largest number of bytes of a file elsewhere, unless `maxBytes` says another one. */
const MAX_BYTES = 4 * 2 ** 30;
const STALLED_MS = 30_000;
const RETRIES = 3;

/** The name of a file, by which its format is chosen: of a path or an address. @throws `INVALID_OPTION` */
export function nameOf(path: string): string {
  return isAddress(path) ? parseAddress(path).name : basename(path);
}

/** What the record of a source says of a file elsewhere: its address, without query. */
export function addressOf(path: string): { readonly address?: string } {
  return isAddress(path) ? { address: parseAddress(path).shown } : {};
}

/** What a server said of a file. */
export interface Said {
  /** The `charset` of its content type. */
  readonly charset?: string;
}

/**
 * Reads a file of this machine, or a copy of a file elsewhere, which is removed afterwards: it is on the disk, and not in
 * memory. The copy has the name of the file. Those that killed processes left are removed first.
 *
 * @throws `UNREADABLE_ADDRESS`, `UNPACKED_TOO_LARGE` for more than `maxBytes`, `FILE_FAILURE`, `INVALID_OPTION`,
 *         `CANCELLED`, and what `read` throws
 */
export async function* withLocalCopy<T, R>(
  path: string,
  { s3, maxBytes = MAX_BYTES }: AddressOptions & { readonly maxBytes?: number | undefined },
  run: RunOptions,
  read: (path: string, said: Said) => AsyncGenerator<T, R>,
): AsyncGenerator<T, R> {
  if (!isAddress(path)) return yield* read(path, {});
  const address = parseAddress(path);
  const { name, shown } = address;
  const folder = await makeCopyFolder();
  try {
    const copy = join(folder, name);
    const failed = (failure: RemoteFailure) => unreadable(shown, failure);
    const said: { charset?: string } = {};
    const onCharset = (charset: string) => {
      said.charset = charset;
    };
    const bytes = readAddress(address, {
      failed,
      onCharset,
      s3,
      signal: run.signal,
      stalledMs: STALLED_MS,
      retries: RETRIES,
    });
    await save(bytes, copy, name, maxBytes, run);
    return yield* read(copy, said);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function save(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  name: string,
  maxBytes: number,
  run: RunOptions,
): Promise<void> {
  const { handle } = await openPlainHandle(path, "create or change");
  let done = 0;
  try {
    for await (const chunk of chunks) {
      done += chunk.length;
      if (done > maxBytes) {
        throw UnpackedTooLarge.create({ file: name, limit: "maxBytes", allowed: maxBytes, actual: done });
      }
      await handle.writeFile(chunk);
      run.onProgress?.({ stage: "downloading", done, unit: "bytes" });
    }
  } catch (cause) {
    throwIfCancelled(run.signal, `Reading ${name}`);
    throw ImdbError.isInstance(cause) ? cause : fileFailure("write", path, cause);
  } finally {
    await handle.close();
  }
}

function unreadable(address: string, { reason, status, location, cause }: RemoteFailure): Error {
  const leadsTo = location === undefined ? undefined : location.replace(/[?#].*$/s, "");
  return UnreadableAddress.create({ address, reason, status, leadsTo }, { cause });
}
