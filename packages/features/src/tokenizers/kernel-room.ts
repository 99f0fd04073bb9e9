import type { KernelMemory } from "./web-assembly.js";

const PAGE = 1 << 16;

/** Room for the tables of a kernel, from cache line to cache line of its memory; it is never given back. */
export class KernelRoom {
  private readonly memory: KernelMemory;
  private free: number;

  /** @param free  From where memory is free, behind what kernels have at fixed places. */
  constructor(memory: KernelMemory, free: number) {
    this.memory = memory;
    this.free = free;
  }

  /** Where so many zeroed bytes are. @throws RangeError where there are none. */
  take(bytes: number): number {
    const at = this.free;
    this.free = at + 64 * Math.ceil(bytes / 64);
    const missing = this.free - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** Where a copy of an array is. @throws RangeError where there is no room for it. */
  put({ buffer, byteOffset, byteLength }: Int32Array | Uint32Array | Uint16Array | Float64Array): number {
    const at = this.take(byteLength);
    new Uint8Array(this.memory.buffer, at).set(new Uint8Array(buffer, byteOffset, byteLength));
    return at;
  }

  /** What a function that takes room gives; `null` where there is not enough. */
  tryTo<T>(takeRoom: () => T): T | null {
    try {
      return takeRoom();
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}
