import type { ResolvedTextOptions } from "./vectorizers/text-options.js";

/** The identity of what learns: its kind, and all that its result depends on besides the texts. */
export function identityOf(kind: string, ...options: readonly unknown[]): string {
  return JSON.stringify([kind, ...options]);
}

/** The identity of what is made of parts; `undefined` when a part has none. */
export function identityOfParts(
  kind: string,
  parts: readonly (readonly [name: string, part: { readonly identity?: string | undefined }])[],
): string | undefined {
  if (parts.some(([, { identity }]) => identity === undefined)) return undefined;
  return identityOf(kind, ...parts.map(([name, { identity }]) => [name, identity]));
}

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
