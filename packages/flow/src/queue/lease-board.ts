import { InvalidOption } from "@imdb/core";

/** A job that a worker holds, by the token of its lock. */
export interface HeldJob {
  readonly id: string;
  readonly token: string;
}

/** Says which jobs a process holds, in memory that its lease thread reads. */
export interface LeaseBoard {
  readonly memory: SharedArrayBuffer;
  /** Throws `INVALID_OPTION` for an id of several hundred characters: ours have 66 and the attempt. */
  hold(id: string, token: string): void;
  drop(id: string): void;
}

/** Bytes of a place: its version, the length of its text, and the text. */
const PLACE = 512;
const TEXT = 8;
const VERSION = 0;
const LENGTH = 1;

/**
 * Makes a board for so many jobs at once. A message to the thread for each job would cost more than most of what a
 * queue does for it.
 *
 * Each place is written under a version that is odd meanwhile, so that the thread sees a job whole or not at all.
 *
 * @see Lameter (2005), Effective synchronization on Linux/NUMA systems: sequence locks.
 */
export function createLeaseBoard(places: number): LeaseBoard {
  const memory = new SharedArrayBuffer(places * PLACE);
  const free = Array.from({ length: places }, (_, place) => place);
  const taken = new Map<string, number>();

  function write(place: number, text: Uint8Array): void {
    const fields = fieldsOf(memory, place);
    Atomics.add(fields, VERSION, 1);
    Atomics.store(fields, LENGTH, text.length);
    new Uint8Array(memory, place * PLACE + TEXT).set(text);
    Atomics.add(fields, VERSION, 1);
  }

  function drop(id: string): void {
    const place = taken.get(id);
    if (place === undefined) return;
    taken.delete(id);
    write(place, new Uint8Array());
    free.push(place);
  }

  return {
    memory,
    hold(id, token) {
      const text = new TextEncoder().encode(`${token} ${id}`);
      const place = text.length <= PLACE - TEXT ? (taken.get(id) ?? free.pop()) : undefined;
      if (place === undefined) {
        const expected = `an id of fewer bytes than ${PLACE - TEXT}, and no more jobs at once than the worker's concurrency`;
        throw InvalidOption.create({ option: "job", value: id.slice(0, 100), expected });
      }
      taken.set(id, place);
      write(place, text);
    },
    drop,
  };
}

/** The jobs on a board, read in another thread. One that is being written is left for the next look. */
export function readLeaseBoard(memory: SharedArrayBuffer): HeldJob[] {
  const held: HeldJob[] = [];
  for (let place = 0; place < memory.byteLength / PLACE; place++) {
    const fields = fieldsOf(memory, place);
    const version = Atomics.load(fields, VERSION);
    const length = Atomics.load(fields, LENGTH);
    // A copy: what is decoded must not change meanwhile.
    const bytes = new Uint8Array(memory, place * PLACE + TEXT, PLACE - TEXT).slice(0, length);
    if (length === 0 || version % 2 === 1 || Atomics.load(fields, VERSION) !== version) continue;
    const text = new TextDecoder().decode(bytes);
    const end = text.indexOf(" ");
    held.push({ token: text.slice(0, end), id: text.slice(end + 1) });
  }
  return held;
}

function fieldsOf(memory: SharedArrayBuffer, place: number): Int32Array {
  return new Int32Array(memory, place * PLACE, 2);
}
