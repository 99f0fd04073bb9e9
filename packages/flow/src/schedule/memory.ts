import { join } from "node:path";
import { writeFileAtomic } from "@imdb/runtime/files";
import { z } from "zod";
import { readJsonFile } from "../runs/json-file.js";
import { type Lease, takeLease } from "../runs/lease.js";

const schema = z.object({ lastDue: z.number() });

/** What a schedule remembers between processes: which due time it handled last, and who runs it. */
export interface ScheduleMemory {
  lastDue(): Promise<Date | undefined>;
  handled(due: Date): Promise<void>;
  /** Takes the one instance of the key; `undefined` while a living process has it. */
  claim(): Promise<Lease | undefined>;
}

/** A schedule's memory in a folder of its own. */
export function scheduleMemory(folder: string, key: string): ScheduleMemory {
  const own = join(folder, key);
  const file = join(own, "schedule.json");
  return {
    async lastDue() {
      const known = await readJsonFile(schema, file);
      return known && new Date(known.lastDue);
    },
    handled: (due) => writeFileAtomic(file, `${JSON.stringify({ lastDue: due.getTime() })}\n`),
    claim: async () => (await takeLease(own)).lease,
  };
}
