/** Texts up to this length share one buffer; that of a longer one is not kept. */
const SHARED = 1 << 20;

/**
 * Copies the UTF-16 units of texts into a typed array, which loops read several times faster than
 * `charCodeAt`. The array is overwritten by the next text, and may be longer than the text.
 */
export function unitReader(): (text: string) => Uint16Array {
  const encoder = new TextEncoder();
  let shared = buffers(1 << 12);
  return (text) => {
    const { length } = text;
    if (length > shared.units.length && length <= SHARED) shared = buffers(2 * length);
    const { bytes, units } = length > SHARED ? buffers(length) : shared;
    // Of ASCII, the engine's own encoder makes one byte a unit; it stops where the buffer ends.
    const { read, written } = encoder.encodeInto(text, bytes);
    if (read === length && written === length) units.set(bytes.subarray(0, length));
    else for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i);
    return units;
  };
}

function buffers(size: number): { readonly bytes: Uint8Array; readonly units: Uint16Array } {
  return { bytes: new Uint8Array(size), units: new Uint16Array(size) };
}
