import { InvalidOption } from "@imdb/core";

/** A job that a worker runs, and the token of its lock. */
export interface HeldJob {
  readonly id: string;
  readonly token: string;
}

/** The list of the jobs that a process runs, in memory that its lease thread reads. */
export interface LeaseBoard {
  readonly memory: SharedArrayBuffer;
  /** Adds a job. Throws `INVALID_OPTION` for an id of about 500 bytes or more; flow's ids have 66 and the attempt. */
  hold(id: string, token: string): void;
  /** Removes a job; an unknown one is no error. */
  drop(id: string): void;
}

/** Bytes of a slot: a version number, the length of the job's text, and the text. */
const SLOT = 512;
const TEXT = 8;
const VERSION = 0;
const LENGTH = 1;

/**
 * Makes a board in shared memory. The other way, a message to the lease thread for each job, would take more time than
 * everything else that the queue does for the job.
 *
 * The version of a slot is odd while the slot is being written. So the thread sees whether it has read a whole job, and
 * skips the slot if not.
 *
 * @param slots  The number of jobs that can be held at once.
 *
 * @see Lameter (2005), Effective synchronization on Linux/NUMA systems: sequence locks.
 */
export function createLeaseBoard(slots: number): LeaseBoard {
  const memory = new SharedArrayBuffer(slots * SLOT);
  const free = Array.from({ length: slots }, (_, slot) => slot);
  const taken = new Map<string, number>();

  function write(slot: number, text: Uint8Array): void {
    const fields = fieldsOf(memory, slot);
    Atomics.add(fields, VERSION, 1);
    Atomics.store(fields, LENGTH, text.length);
    new Uint8Array(memory, slot * SLOT + TEXT).set(text);
    Atomics.add(fields, VERSION, 1);
  }

  function drop(id: string): void {
    const slot = taken.get(id);
    if (slot === undefined) return;
    taken.delete(id);
    write(slot, new Uint8Array());
    free.push(slot);
  }

  return {
    memory,
    hold(id, token) {
      const text = new TextEncoder().encode(`${token} ${id}`);
      const slot = text.length <= SLOT - TEXT ? (taken.get(id) ?? free.pop()) : undefined;
      if (slot === undefined) {
        const expected = `an id of fewer bytes than ${SLOT - TEXT}, and no more jobs at once than the worker's concurrency`;
        throw InvalidOption.create({ option: "job", value: id.slice(0, 100), expected });
      }
      taken.set(id, slot);
      write(slot, text);
    },
    drop,
  };
}

/** Reads the jobs on a board, in another thread. A slot that is being written is skipped until the next call. */
export function readLeaseBoard(memory: SharedArrayBuffer): HeldJob[] {
  const held: HeldJob[] = [];
  for (let slot = 0; slot < memory.byteLength / SLOT; slot++) {
    const fields = fieldsOf(memory, slot);
    const version = Atomics.load(fields, VERSION);
    const length = Atomics.load(fields, LENGTH);
    // A copy: the text must not change while it is decoded.
    const bytes = new Uint8Array(memory, slot * SLOT + TEXT, SLOT - TEXT).slice(0, length);
    if (length === 0 || version % 2 === 1 || Atomics.load(fields, VERSION) !== version) continue;
    const text = new TextDecoder().decode(bytes);
    const end = text.indexOf(" ");
    held.push({ token: text.slice(0, end), id: text.slice(end + 1) });
  }
  return held;
}

function fieldsOf(memory: SharedArrayBuffer, slot: number): Int32Array {
  return new Int32Array(memory, slot * SLOT, 2);
}
