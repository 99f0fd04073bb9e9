import { rm } from "node:fs/promises";
import { ImdbError, type RunOptions } from "@imdb/core";
import { ignoreMissing, openPlainHandle, statPlainFile, syncFile } from "@imdb/runtime/files";
import { isTransient, LEAST_BYTES_PER_SECOND, reasonOf, receiveBody, retryAfter } from "@imdb/runtime/remote";
import { ChecksumMismatch } from "../errors.js";
import type { ExpectedFile } from "./expected-file.js";
import { requestRange } from "./request-range.js";

/** Why an attempt to download the rest of a file failed. */
export interface FailedAttempt {
  /** Whether the server answered. */
  readonly answered: boolean;
  /** Whether bytes were received, and not too slowly: at least 1,000 a second. */
  readonly progressed: boolean;
  /** Whether a retry cannot succeed. */
  readonly final: boolean;
  readonly reason: string;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter: number;
}

/** Milliseconds to wait for an answer, and for the next byte of it. */
export interface Waits {
  readonly answer: number;
  readonly stalled: number;
}

/**
 * Requests the missing bytes of a file once, and writes them to `part`.
 *
 * @returns `undefined` when the file is complete.
 * @throws `CHECKSUM_MISMATCH` when more bytes are received than the file has, and the errors of the disk
 */
export async function receivePart(
  file: ExpectedFile,
  part: string,
  waits: Waits,
  run: RunOptions,
): Promise<FailedAttempt | undefined> {
  const kept = await sizeOf(part);
  if (kept === file.bytes) return undefined;
  if (kept > file.bytes) await rm(part, { force: true });
  const offset = kept > file.bytes ? 0 : kept;
  const failed = { answered: true, progressed: false, final: false, retryAfter: 0 };
  let response: Response;
  try {
    response = await requestRange(file.url, offset, waits.answer, run.signal);
  } catch (cause) {
    const reason = reasonOf(cause);
    // Servers that send each other's callers on have answered, and would do it again.
    const isRedirect = /redirect/i.test(reason);
    return { ...failed, answered: isRedirect, final: isRedirect, reason };
  }
  const { status, statusText, headers, body } = response;
  const range = Number(/^bytes (\d+)-/.exec(headers.get("content-range") ?? "")?.[1]);
  if (body && (status === 200 || (status === 206 && range === offset))) {
    const from = status === 200 ? 0 : offset;
    const started = performance.now();
    const { at, reason } = await write(body, from, part, file, waits.stalled, run);
    const leastBytes = ((performance.now() - started) / 1000) * LEAST_BYTES_PER_SECOND;
    return reason === undefined ? undefined : { ...failed, progressed: at - from > leastBytes, reason };
  }
  await body?.cancel();
  if (status === 206) {
    const reason = `it sent a range from byte ${range}, requested was ${offset}`;
    return { ...failed, final: true, reason };
  }
  if (status === 416) {
    // The part is longer than the server's file, so it belongs to another file.
    await rm(part, { force: true });
    return { ...failed, reason: "the server has fewer bytes than the part" };
  }
  const reason = `the server answered ${status} ${statusText}`.trimEnd();
  return { ...failed, final: !isTransient(status), reason, retryAfter: retryAfter(response) };
}

/** The size of a plain file; 0 when there is no file. Throws `FILE_FAILURE`. */
export async function sizeOf(path: string): Promise<number> {
  return (await statPlainFile(path).catch(ignoreMissing))?.size ?? 0;
}

async function write(
  body: ReadableStream<Uint8Array>,
  from: number,
  part: string,
  file: ExpectedFile,
  stalledMs: number,
  run: RunOptions,
): Promise<{ at: number; reason: string | undefined }> {
  const { handle: out, found } = await openPlainHandle(part, from === 0 ? "create or change" : "change");
  const end = new AbortController();
  const signal = run.signal === undefined ? end.signal : AbortSignal.any([run.signal, end.signal]);
  let at = from;
  let reading = false;
  try {
    if (from === 0 && found.size > 0) await out.truncate(0);
    reading = true;
    for await (const chunk of receiveBody(body, { stalledMs, length: undefined, end, signal })) {
      reading = false;
      if (at + chunk.length > file.bytes) {
        await out.truncate(0);
        const actual = `more than ${file.bytes}`;
        throw ChecksumMismatch.create({ url: file.url, what: "size", expected: `${file.bytes}`, actual });
      }
      await out.write(chunk, 0, chunk.length, at);
      at += chunk.length;
      run.onProgress?.({ stage: "downloading", done: at, total: file.bytes, unit: "bytes" });
      reading = true;
    }
    reading = false;
    await syncFile(out);
    return {
      at,
      reason: at === file.bytes ? undefined : `the connection ended at byte ${at} of ${file.bytes}`,
    };
  } catch (cause) {
    // Only errors of the network are retried, not those of the disk or of the caller.
    if (!reading || ImdbError.isInstance(cause)) throw cause;
    return { at, reason: reasonOf(cause) };
  } finally {
    await out.close();
  }
}
