/**
 * Hashes of the overlapping runs of `size` words of a text, written into `out`; returns how many.
 *
 * Words are runs of ASCII letters and digits, case ignored, and of anything beyond ASCII; punctuation and white
 * space part them. A text of fewer words is one shingle. Word hash: FNV-1a over code units; shingle hash:
 * polynomial of the word hashes, finished as MurmurHash3 does.
 *
 * @see Broder (1997), On the resemblance and containment of documents.
 */
export function shingles(text: string, size: number, words: Uint32Array, out: Uint32Array): number {
  let count = 0;
  let hash = 0x811c9dc5;
  let open = false;
  const length = text.length;
  for (let i = 0; i <= length; i++) {
    let unit = i < length ? text.charCodeAt(i) : 32;
    if (unit >= 65 && unit <= 90) unit += 32;
    if ((unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || unit > 127) {
      hash = Math.imul(hash ^ unit, 0x01000193);
      open = true;
    } else if (open) {
      words[count++] = hash;
      hash = 0x811c9dc5;
      open = false;
    }
  }
  const last = Math.max(count - size, 0);
  const width = Math.min(size, count);
  for (let start = 0; start <= last; start++) {
    let value = 0x9747b28c;
    for (let i = start; i < start + width; i++) value = (Math.imul(value, 0x5bd1e995) + words[i]!) | 0;
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    out[start] = value ^ (value >>> 16);
  }
  return count === 0 ? 0 : last + 1;
}

/** Most shingles that a text of this length can have. */
export function shingleRoom(length: number): number {
  return (length >> 1) + 2;
}
