import { hashBytes } from "@imdb/core";
import { Unauthorized } from "../errors.js";
import type { Incoming } from "./route.js";

/**
 * Whether a request can have a text as its key: printable ASCII characters, of which the first and the last are no spaces.
 * Those at the ends of a header are not sent, and a key of nothing else would be that of a request without one.
 */
export function isApiKey(key: unknown): key is string {
  return typeof key === "string" && /^[!-~](?:[ -~]*[!-~])?$/.test(key);
}

/**
 * Makes a function that checks the API key of a request. It returns the index of the key in the list, -1 where the list is
 * empty, and throws `UNAUTHORIZED` otherwise.
 *
 * The hashes of all keys are compared completely, so that the time does not depend on the correct part of a key.
 */
export function createAuthenticator(apiKeys: readonly string[]): (incoming: Incoming) => number {
  const digests = apiKeys.map(digest);
  return (incoming) => {
    if (digests.length === 0) return -1;
    const given = digest(presentedKey(incoming));
    let match = -1;
    digests.forEach((expected, i) => {
      let difference = 0;
      for (let c = 0; c < expected.length; c++) difference |= expected.charCodeAt(c) ^ given.charCodeAt(c);
      if (difference === 0) match = i;
    });
    if (match < 0) throw Unauthorized.create({});
    return match;
  };
}

function presentedKey(incoming: Incoming): string {
  const [scheme, token] = (incoming.header("authorization") ?? "").split(" ", 2);
  if (scheme?.toLowerCase() === "bearer" && token) return token;
  return incoming.header("x-api-key") ?? "";
}

function digest(key: string): string {
  return hashBytes(new TextEncoder().encode(key));
}
