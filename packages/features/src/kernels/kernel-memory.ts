import type { Kernel } from "./kernel.js";

/**
 * Allocates zeroed bytes in a kernel's memory, which may replace its buffer.
 *
 * @returns Their address.
 * @throws RangeError where there is not enough memory.
 */
export function allocateBytes(kernel: Kernel, bytes: number): number {
  // WebAssembly takes the lowest 32 bits of a number, and returns a signed one.
  const address = bytes < 2 ** 32 ? kernel.allocate(bytes) >>> 0 : 0;
  if (address === 0) throw new RangeError(`A kernel has no memory for ${bytes} bytes.`);
  return address;
}

/** Copies an array into a kernel's memory, and returns its address. @throws RangeError as {@link allocateBytes}. */
export function copyArray(
  kernel: Kernel,
  { buffer, byteOffset, byteLength }: Int32Array | Uint32Array | Uint16Array | Float64Array,
): number {
  const address = allocateBytes(kernel, byteLength);
  new Uint8Array(kernel.memory.buffer, address).set(new Uint8Array(buffer, byteOffset, byteLength));
  return address;
}

/** The result of a function that allocates memory; `null` where there is not enough. */
export function nullWithoutMemory<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
