import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ImdbError, type RunOptions, throwIfCancelled } from "@imdb/core";
import { absolutePath, createDeepFolder, fileFailure, openPlainFile } from "@imdb/runtime/files";
import { backoff } from "@imdb/runtime/remote";
import { ChecksumMismatch, DownloadFailed, Offline } from "../errors.js";
import { claimPart } from "./claim-part.js";
import { type ExpectedFile, expectedFile } from "./expected-file.js";
import { receivePart, sizeOf } from "./receive-part.js";
import { RETRY_POLICY, type RetryPolicy } from "./retry-policy.js";

/**
 * Downloads a file to a path, where there is either no file or the complete, checked one.
 *
 * The bytes received so far are kept beside it as `.part`. The next call continues there, also after a crash.
 *
 * @throws `OFFLINE`, `DOWNLOAD_FAILED`, `CHECKSUM_MISMATCH`, `FILE_FAILURE`, `INVALID_OPTION`, `CANCELLED`, `LEASE_LOST`
 */
export async function downloadFile(
  file: ExpectedFile,
  given: string,
  run: RunOptions = {},
  policy: RetryPolicy = RETRY_POLICY,
): Promise<void> {
  expectedFile.resolve(file);
  const path = absolutePath(given);
  try {
    await createDeepFolder(dirname(path));
    const part = await claimPart(path, run.signal);
    try {
      const signals = [run.signal, part.signal].filter((signal) => signal !== undefined);
      await fetchChecked(file, part.path, { ...run, signal: AbortSignal.any(signals) }, policy);
      part.check();
      await rename(part.path, path);
    } catch (cause) {
      // Who lost the file was cancelled for that.
      throw part.signal?.aborted ? part.signal.reason : cause;
    } finally {
      await part.release();
    }
  } catch (cause) {
    throw ImdbError.isInstance(cause) ? cause : fileFailure("write", path, cause);
  }
}

async function fetchChecked(
  file: ExpectedFile,
  part: string,
  run: RunOptions,
  policy: RetryPolicy,
): Promise<void> {
  // A continued part may mix two versions of the file: a wrong checksum counts only for a part from one download.
  const continued = (await sizeOf(part)) > 0;
  await fetchAll(file, part, run, policy);
  let actual = await md5Of(part, file, run);
  if (actual !== file.md5 && continued) {
    await rm(part, { force: true });
    await fetchAll(file, part, run, policy);
    actual = await md5Of(part, file, run);
  }
  if (actual === file.md5) return;
  await rm(part, { force: true });
  throw ChecksumMismatch.create({ url: file.url, what: "MD5", expected: file.md5, actual });
}

async function fetchAll(
  file: ExpectedFile,
  part: string,
  run: RunOptions,
  policy: RetryPolicy,
): Promise<void> {
  const { url } = file;
  const started = performance.now();
  let answered = false;
  let failures = 0;
  for (;;) {
    const untilOffline = Math.max(policy.offlineAfter - (performance.now() - started), 1);
    const waits = { answer: answered ? policy.stalledAfter : untilOffline, stalled: policy.stalledAfter };
    throwIfCancelled(run.signal, `Downloading ${url}`);
    const attempt = await receivePart(file, part, waits, run);
    throwIfCancelled(run.signal, `Downloading ${url}`);
    if (!attempt) return;
    answered ||= attempt.answered;
    failures = attempt.progressed ? 1 : failures + 1;
    const { reason } = attempt;
    const { firstWait, longestWait } = policy;
    const pause = Math.max(
      backoff(failures, firstWait, longestWait),
      Math.min(attempt.retryAfter, longestWait),
    );
    const patient = answered || performance.now() - started + pause < policy.offlineAfter;
    if (attempt.final || failures >= policy.attempts || !patient) {
      throw answered
        ? DownloadFailed.create({ url, reason, attempts: failures })
        : Offline.create({ url, reason });
    }
    // A cancelled wait is not an error: the check at the start of the loop throws.
    await wait(pause, undefined, { signal: run.signal }).catch(() => {});
  }
}

async function md5Of(path: string, file: ExpectedFile, run: RunOptions): Promise<string> {
  const hash = createHash("md5");
  let done = 0;
  const fd = openPlainFile(path, "read");
  if (fd === undefined) throw fileFailure("read", path, new Error("it was removed"));
  const chunks = createReadStream(path, { fd, highWaterMark: 2 ** 20 }) as AsyncIterable<Uint8Array>;
  for await (const chunk of chunks) {
    throwIfCancelled(run.signal, `Checking ${file.url}`);
    hash.update(chunk);
    done += chunk.length;
    run.onProgress?.({ stage: "checking", done, total: file.bytes, unit: "bytes" });
  }
  return hash.digest("hex");
}
