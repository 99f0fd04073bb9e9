import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  absolutePath,
  createWhole,
  type Damage,
  damageOfFile,
  fileFailure,
  folderBelow,
  linkNew,
  orUndefinedIfMissing,
  removeLeftovers,
  syncFolder,
  writeFileAtomic,
  writerMark,
} from "@imdb/runtime/files";
import { type Lease, leaseStatus, takeLease } from "@imdb/runtime/leases";
import * as z from "zod";
import { DamagedSchedule } from "../errors.js";
import { readJsonFile } from "../runs/json-file.js";
import type { ScheduledStart } from "./due-times.js";

const SCHEDULE = "schedule.json";

/** The greatest distance of a `Date` from 1970, in milliseconds. */
const MAX_TIME = 8.64e15;

const schema = z.object({ lastDue: z.number().min(-MAX_TIME).max(MAX_TIME) });
const begunSchema = z.object({ missed: z.boolean(), processes: z.number().int().nonnegative() });

/**
 * What a schedule keeps for later processes: the due time that it handled last, the due times whose runs have begun and
 * not ended, and the process that runs it.
 */
export interface ScheduleMemory {
  /** Throws `DAMAGED_SCHEDULE`: a schedule that began anew would lose the due times that it has missed. */
  lastDue(): Promise<Date | undefined>;
  handled(due: Date): Promise<void>;
  /** Throws `DAMAGED_SCHEDULE` when the lease cannot be read: no due time could be run. */
  checkLease(): void;
  /** Takes the lease of the key; `undefined` while a living process holds it. Throws `CANCELLED`, `DAMAGED_SCHEDULE`. */
  claim(signal: AbortSignal): Promise<Lease | undefined>;
  /** Notes that the run of a due time begins. Returns false when another process has begun it. */
  begin(start: ScheduledStart): Promise<boolean>;
  /**
   * The due times whose runs have begun and not ended, the earliest first: their processes run, or were killed. Notes that
   * are damaged are left out.
   *
   * @param onDamage  Called with `DAMAGED_SCHEDULE` for those that were not damaged before: once, with their number.
   */
  begun(onDamage: (error: unknown) => void): Promise<ScheduledStart[]>;
  /** Counts the processes that have run a due time, this one included; `undefined` when its run has ended. */
  countProcess(start: ScheduledStart): Promise<number | undefined>;
  end(start: ScheduledStart): void;
}

/** The memory of a schedule, in a folder named after its key. */
export function scheduleMemory(given: string, key: string): ScheduleMemory {
  const folder = absolutePath(given);
  // The folder of the key is looked at whenever it is used: it may have been replaced by a link.
  const own = () => folderBelow(folder, [key]);
  const fileOf = (name: string) => join(own(), name);
  const noteOf = ({ scheduledFor }: ScheduledStart) => fileOf(`begun-${scheduledFor.getTime()}.json`);
  async function lastDue(): Promise<Date | undefined> {
    try {
      const known = await readJsonFile(schema, fileOf(SCHEDULE));
      return known && new Date(known.lastDue);
    } catch (cause) {
      throw orDamaged(key, cause);
    }
  }
  function checkLease(): void {
    try {
      leaseStatus(fileOf("lease"));
    } catch (cause) {
      throw orDamaged(key, cause);
    }
  }
  const named = new Set<string>();
  return {
    lastDue,
    handled: async (due) =>
      writeFileAtomic(fileOf(SCHEDULE), `${JSON.stringify({ lastDue: due.getTime() })}\n`),
    checkLease,
    async claim(signal) {
      checkLease();
      return (await takeLease(fileOf("lease"), { signal })).lease;
    },
    async begin(start) {
      const path = noteOf(start);
      if (!(await createNew(own(), path, start))) return false;
      // Another process may have begun and ended it since this one found it due.
      const handled = await lastDue();
      if (handled === undefined || handled < start.scheduledFor) return true;
      rmSync(path, { force: true });
      return false;
    },
    async begun(onDamage) {
      await removeLeftovers(own());
      const { starts, damaged } = await begunIn(own());
      const [first, ...others] = damaged.filter(({ path }) => !named.has(path));
      if (first) onDamage(DamagedSchedule.create({ key, ...first, others: others.length }));
      for (const { path } of damaged) named.add(path);
      return starts;
    },
    async countProcess(start) {
      const known = await readJsonFile(begunSchema, noteOf(start));
      if (known === undefined) return undefined;
      const processes = known.processes + 1;
      await writeFileAtomic(noteOf(start), `${JSON.stringify({ ...known, processes })}\n`);
      return processes;
    },
    end: (start) => rmSync(noteOf(start), { force: true }),
  };
}

/** The error of a file of a schedule: `DAMAGED_SCHEDULE`, or `cause` where that says nothing about the file. */
function orDamaged(key: string, cause: unknown): unknown {
  const damage = damageOfFile(cause);
  return damage ? DamagedSchedule.create({ key, ...damage }, { cause }) : cause;
}

/** Creates a note whole. It is on the disk before it has its name: a power cut leaves none that is empty. */
async function createNew(folder: string, path: string, { missed }: ScheduledStart): Promise<boolean> {
  const text = `${JSON.stringify({ missed, processes: 0 })}\n`;
  const temporary = join(folder, `.begun.${writerMark()}.${randomUUID()}.tmp`);
  try {
    await writeFileAtomic(temporary, text);
    const made = linkNew(temporary, path);
    const isNew = made === "no links" ? createWhole(path, text) : made === "linked";
    await syncFolder(folder);
    return isNew;
  } catch (error) {
    throw fileFailure("write", path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** A due time that is further ahead than the clocks of machines differ was not begun. Milliseconds. */
const MAX_AHEAD_MS = 86_400_000;

/** The due times in a folder that have begun, the earliest first, and its damaged notes. */
async function begunIn(
  folder: string,
): Promise<{ readonly starts: ScheduledStart[]; readonly damaged: readonly Damage[] }> {
  const starts: ScheduledStart[] = [];
  const damaged: Damage[] = [];
  for (const name of (await orUndefinedIfMissing(readdir(folder), "list", folder)) ?? []) {
    const time = /^begun-(\d{1,15})\.json$/.exec(name)?.[1];
    if (time === undefined) continue;
    const path = join(folder, name);
    try {
      const scheduledFor = new Date(Number(time));
      const known = await readJsonFile(begunSchema, path);
      if (scheduledFor.getTime() > Date.now() + MAX_AHEAD_MS) {
        damaged.push({ path, problem: `its due time, ${scheduledFor.toISOString()}, is in the future` });
      } else if (known) starts.push({ scheduledFor, missed: known.missed });
    } catch (cause) {
      const damage = damageOfFile(cause);
      if (damage === undefined) throw cause;
      damaged.push({ ...damage, path });
    }
  }
  starts.sort((a, b) => a.scheduledFor.getTime() - b.scheduledFor.getTime());
  return { starts, damaged };
}
