/**
 * Requests a file from an offset on, by an HTTP range.
 *
 * @param deadline  Milliseconds to wait for the headers. The time for the body is not limited.
 * @see RFC 9110, section 14: a server may ignore the range and send all.
 */
export async function requestRange(
  url: string,
  offset: number,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const headers: Record<string, string> = { "accept-encoding": "identity", "user-agent": "imdb-mlops" };
  if (offset > 0) headers["range"] = `bytes=${offset}-`;
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(new Error(`no answer for ${deadline} ms`)), deadline);
  try {
    return await fetch(url, {
      headers,
      signal: AbortSignal.any(signal === undefined ? [timer.signal] : [signal, timer.signal]),
    });
  } finally {
    clearTimeout(timeout);
  }
}
