import { isTransient, reasonOf, retryAfter } from "@imdb/runtime/remote";

/** What came of one request for the rest of a file. */
export type Answer =
  | { readonly kind: "bytes"; readonly from: number; readonly body: ReadableStream<Uint8Array> }
  | { readonly kind: "nothing-left" }
  /** The server may do better later. */
  | { readonly kind: "busy"; readonly reason: string; readonly retryAfter: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/**
 * Asks for a file from an offset on, by an HTTP range.
 *
 * @param deadline  Milliseconds to wait for the headers.
 * @see RFC 9110, section 14: a server may ignore the range and send all.
 */
export async function requestRest(
  url: string,
  offset: number,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const headers: Record<string, string> = { "accept-encoding": "identity", "user-agent": "imdb-mlops" };
  if (offset > 0) headers["range"] = `bytes=${offset}-`;
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(new Error(`no answer for ${deadline} ms`)), deadline);
  try {
    const response = await fetch(url, {
      headers,
      signal: AbortSignal.any(signal === undefined ? [timer.signal] : [signal, timer.signal]),
    });
    return await judge(response, offset);
  } catch (cause) {
    return { kind: "unreachable", reason: reasonOf(cause) };
  } finally {
    clearTimeout(timeout);
  }
}

async function judge(response: Response, offset: number): Promise<Answer> {
  const { status, body } = response;
  if (status === 206 && body !== null) {
    const from = Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? Number.NaN);
    if (from === offset) return { kind: "bytes", from, body: body as ReadableStream<Uint8Array> };
    await body.cancel();
    return { kind: "refused", reason: `it sent a range from byte ${from}, asked for was ${offset}` };
  }
  if (status === 200 && body !== null)
    return { kind: "bytes", from: 0, body: body as ReadableStream<Uint8Array> };
  await body?.cancel();
  if (status === 416) return { kind: "nothing-left" };
  const reason = `the server answered ${status} ${response.statusText}`.trimEnd();
  if (isTransient(status)) return { kind: "busy", reason, retryAfter: retryAfter(response) };
  return { kind: "refused", reason };
}
