import { readLimited } from "../read-limited.js";
import { backoff, isTransient, retryAfter } from "./retry.js";

/** Why a call came to nothing: what its last attempt met. */
export interface RemoteFailure {
  /** What the network said, or `the server answered 404 Not Found`. */
  readonly reason: string;
  /** Attempts made. */
  readonly attempts: number;
  /** Of the answer; undefined when none came. */
  readonly status: number | undefined;
  /** The answer's body; empty when none came, and when it has more than 1 MiB. */
  readonly text: string;
  readonly cause: unknown;
}

/** How patient a call is, and how its failure is told. */
export interface RemoteOptions {
  /** Makes the error that the call throws. */
  readonly failed: (failure: RemoteFailure) => Error;
  /** Attempts after the first. Default 0. */
  readonly retries?: number;
  /** Milliseconds before the first retry; see {@link backoff}. Default 200. */
  readonly backoffMs?: number;
  /** Milliseconds one attempt may take, its answer's body included. Default: any. */
  readonly timeoutMs?: number;
  /** Ends the call; one of `AbortSignal.timeout` limits all attempts together. */
  readonly signal?: AbortSignal | undefined;
}

const TEXT_LIMIT = 1 << 20;

/**
 * Makes an HTTP request, again where that may help: when no answer came, and after a status of {@link isTransient}.
 * Waits in between as `backoff` says, and longer where the answer asks for it. Redirects are errors, unless the
 * request says otherwise.
 *
 * @param prepare  The request of each attempt, from 1 on; or its answer, where the work of an earlier attempt turns out
 *   to be done. What it throws ends the call.
 * @returns The first answer of status 200 to 299.
 * @throws What `options.failed` makes.
 * @example no-run
 * const failed = ({ reason }: { reason: string }) => new Error(`No rates: ${reason}.`);
 * const response = await callRemote("https://rates.example/today", () => ({}), { failed, retries: 3 });
 */
export async function callRemote(
  url: string | URL,
  prepare: (attempt: number) => RequestInit | Response | Promise<RequestInit | Response>,
  options: RemoteOptions,
): Promise<Response> {
  const { failed, retries = 0, backoffMs = 200, timeoutMs, signal } = options;
  for (let attempt = 1; ; attempt++) {
    const request = await prepare(attempt);
    if (request instanceof Response) return request;
    const timeout = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
    const limits = AbortSignal.any([...(signal ? [signal] : []), ...timeout]);
    const answer = await fetch(url, { redirect: "error", ...request, signal: limits }).catch(asError);
    if (answer instanceof Response && answer.ok) return answer;
    const failure = await failureOf(answer, attempt);
    const isFinal = failure.status !== undefined && !isTransient(failure.status);
    if (isFinal || attempt > retries || signal?.aborted) throw failed(failure);
    const asked = answer instanceof Response ? retryAfter(answer) : 0;
    await pause(Math.max(backoff(attempt, backoffMs), asked), signal);
  }
}

/** The innermost cause says most: `fetch failed` hides `getaddrinfo ENOTFOUND`. */
export function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  if (innermost instanceof AggregateError && innermost.errors[0] instanceof Error)
    innermost = innermost.errors[0];
  return innermost instanceof Error ? innermost.message : String(innermost);
}

async function failureOf(answer: Response | Error, attempts: number): Promise<RemoteFailure> {
  if (!(answer instanceof Response)) {
    return { reason: reasonOf(answer), attempts, status: undefined, text: "", cause: answer };
  }
  const { status, statusText } = answer;
  // A body that breaks off changes nothing: the status says what happened.
  const body = await readLimited(answer.body, TEXT_LIMIT).catch(() => undefined);
  const text = new TextDecoder().decode(body);
  const reason = `the server answered ${status} ${statusText}`.trimEnd();
  return { reason, attempts, status, text, cause: undefined };
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause), { cause });
}

/** Waits, or until the call is ended. */
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
