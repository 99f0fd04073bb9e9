import { identityOf } from "../identity.js";
import type { ResolvedTextOptions } from "./text-options.js";

/** The identity of a vectorizer of texts; `undefined` for a tokenizer that is a function, whose name says too little. */
export function identityOfTexts(
  kind: string,
  options: ResolvedTextOptions,
  ...more: readonly unknown[]
): string | undefined {
  const { kind: tokenizer, params } = options.tokenizer;
  if (tokenizer === "function") return undefined;
  return identityOf(kind, { ...options, tokenizer: { kind: tokenizer, params } }, ...more);
}
