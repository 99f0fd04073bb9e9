import { callback, integer, optionsOf, runRules, within } from "@imdb/core/options";
import { anySignal } from "./any-signal.js";
import { checkRequest, checkUrl } from "./check-request.js";
import { answeredFailure, type RemoteFailure, withoutAnswer } from "./remote-failure.js";
import { backoff, isTransient, retryAfter } from "./retry.js";

/** Retries and time limits of a call, and the error that it throws. */
export interface RemoteOptions {
  /** Makes the error that the call throws. */
  readonly failed: (failure: RemoteFailure) => Error;
  /** Attempts after the first. Default 0. */
  readonly retries?: number | undefined;
  /** Milliseconds before the first retry; see {@link backoff}. Default 200. */
  readonly backoffMs?: number | undefined;
  /** Milliseconds that one attempt may take, with reading the body of its answer. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Ends the call. A signal of `AbortSignal.timeout` limits all attempts together. */
  readonly signal?: AbortSignal | undefined;
}

const remoteOptions = optionsOf<RemoteOptions, "signal">({
  failed: callback(),
  retries: [0, integer(0)],
  backoffMs: [200, within(0, Number.POSITIVE_INFINITY)],
  timeoutMs: [120_000, integer(0)],
  signal: runRules.signal,
});

/**
 * Makes an HTTP request, and repeats it where that may help: when no answer came, and after a status of
 * {@link isTransient}. Waits between attempts as {@link backoff} says, and longer where the answer asks for it. A
 * redirect is an error at once, unless the request has `redirect: "follow"`.
 *
 * @param url      An http or https address.
 * @param prepare  Returns the request of each attempt, numbered from 1; or its answer, where the work of an earlier
 *   attempt turns out to be done. What it throws ends the call.
 * @returns The first answer of status 200 to 299.
 * @throws What `options.failed` makes; `INVALID_OPTION` for an address, a method, headers or options that cannot be used.
 * @example no-run
 * const failed = ({ reason }: { reason: string }) => new Error(`No rates: ${reason}.`);
 * const response = await callRemote("https://rates.example/today", () => ({}), { failed, retries: 3 });
 */
export async function callRemote(
  url: string | URL,
  prepare: (attempt: number) => RequestInit | Response | Promise<RequestInit | Response>,
  options: RemoteOptions,
): Promise<Response> {
  const { failed, retries, backoffMs, timeoutMs, signal } = remoteOptions.resolve(options, "a remote call");
  const target = checkUrl(url);
  let answered: RemoteFailure | undefined;
  for (let attempt = 1; ; attempt++) {
    const request = await prepare(attempt);
    if (request instanceof Response) return request;
    checkRequest(request);
    const answer = await attemptOnce(target, request, attempt, timeoutMs, signal);
    if (answer instanceof Response) return answer;
    const { failure, waitMs } = answer;
    if (failure.status !== undefined) answered = failure;
    if (signal?.aborted) throw failed(endedBy(signal, failure, answered));
    if (waitMs === undefined || attempt > retries) throw failed(failure);
    await pause(Math.max(backoff(attempt, backoffMs), waitMs), signal);
    if (signal?.aborted) throw failed(endedBy(signal, failure, answered));
  }
}

/** An attempt that failed, and the milliseconds that its answer asks to wait. Undefined: another attempt cannot help. */
interface FailedAttempt {
  readonly failure: RemoteFailure;
  readonly waitMs: number | undefined;
}

/**
 * The signals that end a body, for as long as it is read: Node 20 collects a signal of `AbortSignal.timeout` that nobody holds, also one
 * that is part of another signal, and then it never aborts.
 */
const limitsOf = new WeakMap<object, readonly AbortSignal[]>();

async function attemptOnce(
  url: URL,
  request: RequestInit,
  attempt: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Response | FailedAttempt> {
  const own = new AbortController();
  const timeout = AbortSignal.timeout(timeoutMs);
  const limits = anySignal([own.signal, timeout, ...(signal ? [signal] : [])]);
  let answer: Response;
  try {
    // Not "error", which workerd does not know and which cannot be told from a lost connection.
    answer = await fetch(url, { redirect: "manual", ...request, signal: limits });
    limitsOf.set(answer.body ?? answer, [timeout, limits]);
  } catch (cause) {
    const failure = withoutAnswer(cause, attempt);
    // Followed too often: the next attempt would be sent the same way.
    return { failure, waitMs: /redirect/i.test(failure.reason) ? undefined : 0 };
  }
  if (answer.ok) return answer;
  const failure = await answeredFailure(answer, attempt, () => own.abort());
  const { status } = failure;
  return { failure, waitMs: status !== undefined && isTransient(status) ? retryAfter(answer) : undefined };
}

/** The failure of a call that its signal ended: with the last answer, where there was one. */
function endedBy(
  signal: AbortSignal,
  last: RemoteFailure,
  answered: RemoteFailure | undefined,
): RemoteFailure {
  return { ...(answered ?? last), attempts: last.attempts, cause: signal.reason };
}

/** Waits, at most until the signal aborts. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
}
