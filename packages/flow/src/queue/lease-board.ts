import { InvalidOption } from "@imdb/core";

/** A job that a worker runs, and the token of its lock. */
export interface HeldJob {
  readonly id: string;
  readonly token: string;
}

/** A job as the lease thread reads it. */
export interface BoardJob extends HeldJob {
  /** Where on the board it is, and which of the jobs that were there. */
  readonly slot: number;
  readonly version: number;
}

/** The list of the jobs that a process runs, in memory that its lease thread reads. */
export interface LeaseBoard {
  readonly memory: SharedArrayBuffer;
  /** Adds a job. Throws `INVALID_OPTION` for an id of about 500 bytes or more; flow's ids have 66 and the attempt. */
  hold(id: string, token: string): void;
  /** Removes a job; an unknown one is no error. */
  drop(id: string): void;
  /**
   * The jobs whose locks have expired: nothing has renewed them for as long as a lease lasts, by the monotonic clock, and
   * what the lease thread has asked for meanwhile was asked too late. No server is asked.
   */
  expired(leaseMs: number): HeldJob[];
}

/** Bytes of a slot: a version number, the length of the job's text, when its lock was renewed, and the text. */
const SLOT = 512;
const TEXT = 16;
const VERSION = 0;
const LENGTH = 1;
const RENEWED = 1;

/** Bytes behind the slots: when the renewal was asked for that has not been answered; 0 where there is none. */
const ASKED = 8;

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
  const memory = new SharedArrayBuffer(slots * SLOT + ASKED);
  const free = Array.from({ length: slots }, (_, slot) => slot);
  const taken = new Map<string, { readonly slot: number; readonly token: string }>();

  function write(slot: number, text: Uint8Array): void {
    const fields = fieldsOf(memory, slot);
    Atomics.add(fields, VERSION, 1);
    Atomics.store(fields, LENGTH, text.length);
    Atomics.store(timesOf(memory, slot), RENEWED, now());
    new Uint8Array(memory, slot * SLOT + TEXT).set(text);
    Atomics.add(fields, VERSION, 1);
  }

  function drop(id: string): void {
    const held = taken.get(id);
    if (held === undefined) return;
    taken.delete(id);
    write(held.slot, new Uint8Array());
    free.push(held.slot);
  }

  return {
    memory,
    hold(id, token) {
      const text = new TextEncoder().encode(`${token} ${id}`);
      const slot = text.length <= SLOT - TEXT ? (taken.get(id)?.slot ?? free.pop()) : undefined;
      if (slot === undefined) {
        const expected = `an id of fewer bytes than ${SLOT - TEXT}, and no more jobs at once than the worker's concurrency`;
        throw InvalidOption.create({ option: "job", value: id.slice(0, 100), expected });
      }
      taken.set(id, { slot, token });
      write(slot, text);
    },
    drop,
    expired(leaseMs) {
      const lease = BigInt(Math.ceil(leaseMs * 1e6));
      const asked = Atomics.load(askedOf(memory), 0);
      const at = now();
      const lost: HeldJob[] = [];
      for (const [id, { slot, token }] of taken) {
        const end = Atomics.load(timesOf(memory, slot), RENEWED) + lease;
        const mayBeRenewed = asked !== 0n && asked <= end;
        if (at > end && !mayBeRenewed) lost.push({ id, token });
      }
      return lost;
    },
  };
}

/** Reads the jobs on a board, in another thread. A slot that is being written is skipped until the next call. */
export function readLeaseBoard(memory: SharedArrayBuffer): BoardJob[] {
  const held: BoardJob[] = [];
  for (let slot = 0; (slot + 1) * SLOT <= memory.byteLength; slot++) {
    const fields = fieldsOf(memory, slot);
    const version = Atomics.load(fields, VERSION);
    const length = Atomics.load(fields, LENGTH);
    // A copy: the text must not change while it is decoded.
    const bytes = new Uint8Array(memory, slot * SLOT + TEXT, SLOT - TEXT).slice(0, length);
    if (length === 0 || version % 2 === 1 || Atomics.load(fields, VERSION) !== version) continue;
    const text = new TextDecoder().decode(bytes);
    const end = text.indexOf(" ");
    held.push({ token: text.slice(0, end), id: text.slice(end + 1), slot, version });
  }
  return held;
}

/**
 * Notes that the lease thread asks for the renewal of locks. To be called before it asks: when it hears the answer, the whole
 * process may have been paused since.
 *
 * @returns A function to call with the jobs that were renewed, or with none after a failure.
 */
export function askForRenewal(memory: SharedArrayBuffer): (renewed: readonly BoardJob[]) => void {
  const at = now();
  const asked = askedOf(memory);
  Atomics.compareExchange(asked, 0, 0n, at);
  return (renewed) => {
    for (const { slot, version } of renewed) {
      // Another job may be there by now, whose lock is younger.
      if (Atomics.load(fieldsOf(memory, slot), VERSION) === version)
        Atomics.store(timesOf(memory, slot), RENEWED, at);
    }
    Atomics.compareExchange(asked, 0, at, 0n);
  };
}

/** Nanoseconds of a clock that all threads of a process share, and that no one can set. */
const now = () => process.hrtime.bigint();

function fieldsOf(memory: SharedArrayBuffer, slot: number): Int32Array {
  return new Int32Array(memory, slot * SLOT, 2);
}

function timesOf(memory: SharedArrayBuffer, slot: number): BigInt64Array {
  return new BigInt64Array(memory, slot * SLOT, 2);
}

function askedOf(memory: SharedArrayBuffer): BigInt64Array {
  return new BigInt64Array(memory, memory.byteLength - ASKED, 1);
}
