import { FIXED_END } from "./memory-layout";

const CACHE_LINE: u64 = 64;
const PAGE: u64 = 65536;
const FOUR_GIB: u64 = 1 << 32;

/** Number of bytes allocated after the fixed areas, a multiple of the size of a cache line. */
let allocated: u32 = 0;

/**
 * Allocates zeroed memory that begins at a cache line. It is never freed: an instance of the module lives as long as
 * what it has allocated.
 *
 * @returns Its address, or 0 where there is not enough memory.
 */
export function allocate(bytes: u32): u32 {
  const start = FIXED_END + allocated;
  const end = (u64(start) + bytes + CACHE_LINE - 1) & ~(CACHE_LINE - 1);
  if (end >= FOUR_GIB) return 0;
  const missing = i32((end + PAGE - 1) / PAGE) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) return 0;
  allocated = u32(end) - FIXED_END;
  return start;
}
