/** Texts as UTF-8 end to end: written and read as fast as memory, which JSON of many megabytes is not. */
export interface TextBlob {
  /** Bytes of each text. */
  readonly sizes: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Packs texts; `undefined` when one has half a surrogate pair, for which UTF-8 has no form. */
export function packTexts(texts: readonly string[]): TextBlob | undefined {
  // Of ES2024, and in every Node that this package runs on.
  const isWellFormed = (text: string) => (text as string & { isWellFormed(): boolean }).isWellFormed();
  if (!texts.every(isWellFormed)) return undefined;
  const sizes = Uint32Array.from(texts, (text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const text of texts) at += bytes.write(text, at);
  return { sizes, bytes };
}

/** Unpacks texts. Throws an `Error` when the sizes are not those of the bytes. */
export function unpackTexts({ sizes, bytes }: TextBlob): string[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== bytes.length) throw new Error(`its texts have ${bytes.length} bytes, not ${total}`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return Array.from(sizes, (size) => {
    at += size;
    return buffer.toString("utf8", at - size, at);
  });
}
