import { hashBytes } from "@imdb/core";

/** SHA-256 of a text in base 64, as a content security policy names it. */
export function sha256Base64(text: string): string {
  const digits = hashBytes(new TextEncoder().encode(text)).slice("sha256:".length);
  const bytes = digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16));
  return btoa(String.fromCharCode(...bytes));
}
