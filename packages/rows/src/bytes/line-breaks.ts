const LF = 0x0a;
const CR = 0x0d;

/** Where a line ends, and where the next one begins. */
export interface LineEnd {
  readonly end: number;
  readonly next: number;
}

/** Finds the line breaks CR, LF and CRLF of some bytes. */
export interface LineBreaks {
  /** Takes other bytes. */
  load(bytes: Uint8Array): void;
  /** The first CR or LF from a place on; `Infinity` when there is none. */
  from(place: number): number;
  /** The end of the line that a place is in; `undefined` when the bytes do not show it. */
  lineEnd(place: number, isLast: boolean): LineEnd | undefined;
  /** How many there are between two places. */
  count(from: number, to: number): number;
}

/**
 * Remembers the next CR and the next LF, so that a walk from left to right looks at each byte twice, natively. Going
 * back is right too, only slower.
 */
export function createLineBreaks(): LineBreaks {
  let bytes = new Uint8Array(0);
  let asked = 0;
  let lf = -1;
  let cr = -1;

  function from(place: number): number {
    if (place < asked) lf = cr = -1;
    asked = place;
    if (lf < place) lf = find(LF, place);
    if (cr < place) cr = find(CR, place);
    return lf < cr ? lf : cr;
  }

  function find(byte: number, place: number): number {
    const found = bytes.indexOf(byte, place);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }

  function after(place: number): number {
    return bytes[place] === CR && bytes[place + 1] === LF ? place + 2 : place + 1;
  }

  return {
    load(other) {
      bytes = other as Uint8Array<ArrayBuffer>;
      asked = 0;
      lf = cr = -1;
    },
    from,
    lineEnd(place, isLast) {
      const end = from(place);
      if (end < bytes.length) {
        // Whether LF follows a CR at the very end is not known yet.
        const isOpen = !isLast && bytes[end] === CR && end + 1 === bytes.length;
        return isOpen ? undefined : { end, next: after(end) };
      }
      return isLast ? { end: bytes.length, next: bytes.length } : undefined;
    },
    count(start, to) {
      let count = 0;
      for (let at = from(start); at < to; at = from(after(at))) count++;
      return count;
    },
  };
}
