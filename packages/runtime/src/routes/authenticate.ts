import { hashBytes } from "@imdb/core";
import { Unauthorized } from "../errors.js";
import type { Incoming } from "./route.js";

/**
 * Makes the check of API keys: gives the key's place in the list, -1 where no keys are asked for.
 *
 * Hashes are compared, every one and to the end, so that the time tells nothing of how much of a key was right.
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
