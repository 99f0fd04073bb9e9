import { rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  createDeepFolder,
  createWhole,
  fileFailure,
  orUndefinedIfMissing,
  writeFileAtomic,
} from "@imdb/runtime/files";
import { type Lease, takeLease } from "@imdb/runtime/leases";
import * as z from "zod";
import { readJsonFile } from "../runs/json-file.js";
import type { ScheduledStart } from "./due-times.js";

const schema = z.object({ lastDue: z.number() });
const begunSchema = z.object({ missed: z.boolean(), processes: z.number().int().nonnegative() });

/**
 * What a schedule keeps for later processes: the due time that it handled last, the due times whose runs have begun and
 * not ended, and the process that runs it.
 */
export interface ScheduleMemory {
  lastDue(): Promise<Date | undefined>;
  handled(due: Date): Promise<void>;
  /** Takes the lease of the key; `undefined` while a living process holds it. */
  claim(): Promise<Lease | undefined>;
  /** Notes that the run of a due time begins. Returns false when another process has begun it. */
  begin(start: ScheduledStart): Promise<boolean>;
  /** The due times whose runs have begun and not ended, the earliest first: their processes run, or were killed. */
  begun(): Promise<ScheduledStart[]>;
  /** Counts the processes that have run a due time, this one included; `undefined` when its run has ended. */
  countProcess(start: ScheduledStart): Promise<number | undefined>;
  end(start: ScheduledStart): void;
}

/** The memory of a schedule, in a folder named after its key. */
export function scheduleMemory(folder: string, key: string): ScheduleMemory {
  const own = join(folder, key);
  const file = join(own, "schedule.json");
  const fileOf = ({ scheduledFor }: ScheduledStart) => join(own, `begun-${scheduledFor.getTime()}.json`);
  async function lastDue(): Promise<Date | undefined> {
    const known = await readJsonFile(schema, file);
    return known && new Date(known.lastDue);
  }
  return {
    lastDue,
    handled: (due) => writeFileAtomic(file, `${JSON.stringify({ lastDue: due.getTime() })}\n`),
    claim: async () => (await takeLease(join(own, "lease"))).lease,
    async begin(start) {
      const path = fileOf(start);
      if (!(await createNew(own, path, start))) return false;
      // Another process may have begun and ended it since this one found it due.
      const handled = await lastDue();
      if (handled === undefined || handled < start.scheduledFor) return true;
      rmSync(path, { force: true });
      return false;
    },
    begun: () => begunIn(own),
    async countProcess(start) {
      const known = await readJsonFile(begunSchema, fileOf(start));
      if (known === undefined) return undefined;
      const processes = known.processes + 1;
      await writeFileAtomic(fileOf(start), `${JSON.stringify({ ...known, processes })}\n`);
      return processes;
    },
    end: (start) => rmSync(fileOf(start), { force: true }),
  };
}

async function createNew(folder: string, path: string, { missed }: ScheduledStart): Promise<boolean> {
  try {
    await createDeepFolder(folder);
    return createWhole(path, `${JSON.stringify({ missed, processes: 0 })}\n`);
  } catch (error) {
    throw fileFailure("write", path, error);
  }
}

async function begunIn(folder: string): Promise<ScheduledStart[]> {
  const found: ScheduledStart[] = [];
  for (const name of (await orUndefinedIfMissing(readdir(folder), "list", folder)) ?? []) {
    const time = /^begun-(\d{1,15})\.json$/.exec(name)?.[1];
    if (time === undefined) continue;
    const known = await readJsonFile(begunSchema, join(folder, name));
    if (known) found.push({ scheduledFor: new Date(Number(time)), missed: known.missed });
  }
  return found.sort((a, b) => a.scheduledFor.getTime() - b.scheduledFor.getTime());
}
