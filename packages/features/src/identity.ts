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
