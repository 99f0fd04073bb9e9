import type { Answer, Incoming } from "./route.js";

/** The rules for cross-origin requests. Without a listed origin nothing is allowed. */
export interface Cors {
  /** The answer to a preflight request; `undefined` for any other request. */
  preflight(incoming: Incoming): Answer | undefined;
  /** The CORS headers of the answer to a request. */
  headers(incoming: Incoming): Readonly<Record<string, string>>;
}

const NONE = {};
const USUAL_HEADERS = ["authorization", "content-type", "x-api-key", "x-request-id"];

/**
 * Makes the cross-origin rules (CORS).
 *
 * @param origins  Exact origins (`https://app.example`), or `["*"]` for any. Cookies are never allowed: keys are sent in
 *                 headers.
 * @param requestHeaders  Headers that a caller may send, besides the usual ones.
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
