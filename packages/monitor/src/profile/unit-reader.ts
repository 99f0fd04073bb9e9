/** Texts of at most this length share one buffer. A longer text gets its own, which is not kept. */
const MAX_SHARED = 1 << 20;

/**
 * Makes a function that copies the UTF-16 units of a text into a typed array, which loops read several times faster than
 * `charCodeAt`. The next text overwrites the array. The array may be longer than the text.
 */
export function unitReader(): (text: string) => Uint16Array {
  const encoder = new TextEncoder();
  let shared = buffers(1 << 12);
  return (text) => {
    const { length } = text;
    if (length > shared.units.length && length <= MAX_SHARED) shared = buffers(2 * length);
    const { bytes, units } = length > MAX_SHARED ? buffers(length) : shared;
    // For ASCII the UTF-8 encoder writes one byte for each unit, and is faster than a loop.
    const { read, written } = encoder.encodeInto(text, bytes);
    if (read === length && written === length) units.set(bytes.subarray(0, length));
    else for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i);
    return units;
  };
}

function buffers(size: number): { readonly bytes: Uint8Array; readonly units: Uint16Array } {
  return { bytes: new Uint8Array(size), units: new Uint16Array(size) };
}
