import type { Answer, Incoming } from "./route.js";

/** What cross-origin callers may do: nothing, where no origin is listed. */
export interface Cors {
  /** The answer to a preflight request, or `undefined` when the request is not one. */
  preflight(incoming: Incoming): Answer | undefined;
  /** Headers for an answer to this caller. */
  headers(incoming: Incoming): Readonly<Record<string, string>>;
}

const NONE = {};
const USUAL_HEADERS = ["authorization", "content-type", "x-api-key", "x-request-id"];

/**
 * Makes the cross-origin rules.
 *
 * @param origins  Exact origins (`https://app.example`), or `["*"]` for any. Credentials are never allowed:
 *                 keys go in headers.
 * @param requestHeaders  Headers beside the usual that a caller may send.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createCors(origins: readonly string[], requestHeaders: readonly string[] = []): Cors {
  const any = origins.includes("*");
  const known = new Set(origins);
  const allowedHeaders = [...USUAL_HEADERS, ...requestHeaders].join(", ");
  function headers(incoming: Incoming): Readonly<Record<string, string>> {
    if (known.size === 0) return NONE;
    const origin = incoming.header("origin");
    if (any) return { "access-control-allow-origin": "*", "access-control-expose-headers": "x-request-id" };
    if (origin === undefined || !known.has(origin)) return { vary: "origin" };
    return {
      "access-control-allow-origin": origin,
      "access-control-expose-headers": "x-request-id",
      vary: "origin",
    };
  }
  return {
    headers,
    preflight(incoming) {
      const asked = incoming.header("access-control-request-method");
      if (known.size === 0 || incoming.method !== "OPTIONS" || asked === undefined) return undefined;
      const allowed = headers(incoming);
      const grant = {
        ...allowed,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": allowedHeaders,
        "access-control-max-age": "600",
      };
      return { status: 204, headers: "access-control-allow-origin" in allowed ? grant : allowed, body: null };
    },
  };
}
