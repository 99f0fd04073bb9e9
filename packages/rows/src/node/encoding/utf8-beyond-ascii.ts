/** Bytes from the first character beyond ASCII on that are compared. */
const SAMPLE = 1 << 16;
const MARK = [0xef, 0xbb, 0xbf];

/**
 * Whether bytes have characters beyond ASCII that are UTF-8. Before the first of them, encodings do not differ: all is read up to there. A
 * byte order mark decides the encoding, whatever follows: then they are none.
 */
export async function isUtf8BeyondAscii(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let at = 0;
  let beyond = 0;
  try {
    for await (const chunk of chunks) {
      if (at === 0 && MARK.every((byte, i) => chunk[i] === byte)) return false;
      at += chunk.length;
      // UTF-16 has a zero beside each character of ASCII; no text in UTF-8 has one.
      if (chunk.includes(0)) return false;
      const first = beyond > 0 ? 0 : chunk.findIndex((byte) => byte >= 0x80);
      if (first < 0) continue;
      decoder.decode(chunk.subarray(first), { stream: true });
      beyond += chunk.length - first;
      if (beyond >= SAMPLE) return true;
    }
    decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
  return beyond > 0;
}
