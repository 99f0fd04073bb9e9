// Sorts keys of 64 bits by their upper 32 bits. `ColumnSorter` does the same in TypeScript.
//
// Knuth (1998), The Art of Computer Programming, vol. 3, section 5.2.1, program S, and 5.2.5, algorithm R.

/** Bytes of a key. */
const KEY: u32 = 8;

/** Up to `FEW_BYTES`, insertion sort; up to `MANY_BYTES`, 512 buckets and then insertion sort; above, radix sort. */
const FEW_BYTES: u32 = 32 * KEY;
const MANY_BYTES: u32 = 1024 * KEY;
const BUCKET_BITS: u32 = 9;

/** Addresses: of the keys, of space for as many keys, and of the start of each bucket. */
export let sortKeys: u32 = 0;
export let sortSpace: u32 = 0;
export let bucketStarts: u32 = 0;

/** The number of low bits in which the upper halves of keys differ. */
export let columnBits: u32 = 0;

/** Sorts the keys from `sortKeys` to `end`. @returns The address of the sorted keys: `sortKeys` or `sortSpace`. */
export function sortByColumn(end: u32): u32 {
  let from = sortKeys;
  const bytes = end - from;
  if (bytes <= FEW_BYTES) {
    insertionSort(from, bytes);
    return from;
  }
  let to = sortSpace;
  if (bytes <= MANY_BYTES) {
    const shift = columnBits > BUCKET_BITS ? columnBits - BUCKET_BITS : 0;
    distribute(from, to, bytes, shift, (1 << BUCKET_BITS) - 1);
    insertionSort(to, bytes);
    return to;
  }
  for (let shift: u32 = 0; shift < columnBits; shift += 8) {
    distribute(from, to, bytes, shift, 0xff);
    const other = from;
    from = to;
    to = other;
  }
  return from;
}

/**
 * One pass of a radix sort: copies the keys ordered by the bits `mask` of their upper half shifted right by `shift`.
 */
function distribute(from: u32, to: u32, bytes: u32, shift: u32, mask: u32): void {
  const starts = bucketStarts;
  const end = from + bytes;
  memory.fill(starts, 0, 4 << BUCKET_BITS);
  for (let key = from; key < end; key += KEY) {
    const bucket = starts + (((load<u32>(key, 4) >> shift) & mask) << 2);
    store<u32>(bucket, load<u32>(bucket) + KEY);
  }
  const startsEnd = starts + (mask << 2);
  let next = to;
  for (let bucket = starts; bucket <= startsEnd; bucket += 4) {
    const size = load<u32>(bucket);
    store<u32>(bucket, next);
    next += size;
  }
  for (let key = from; key < end; key += KEY) {
    const bucket = starts + (((load<u32>(key, 4) >> shift) & mask) << 2);
    const place = load<u32>(bucket);
    store<u64>(place, load<u64>(key));
    store<u32>(bucket, place + KEY);
  }
}

function insertionSort(from: u32, bytes: u32): void {
  const end = from + bytes;
  for (let at = from + KEY; at < end; at += KEY) {
    const key = load<u64>(at);
    let place = at;
    while (place > from) {
      const before = load<u64>(place - KEY);
      if (before <= key) break;
      store<u64>(place, before);
      place -= KEY;
    }
    store<u64>(place, key);
  }
}
