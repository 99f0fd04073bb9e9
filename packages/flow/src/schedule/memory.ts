import { join } from "node:path";
import { writeFileAtomic } from "@imdb/runtime/files";
import { type Lease, takeLease } from "@imdb/runtime/leases";
import * as z from "zod";
import { readJsonFile } from "../runs/json-file.js";

const schema = z.object({ lastDue: z.number() });

/** What a schedule keeps for later processes: the due time that it handled last, and the process that runs it. */
export interface ScheduleMemory {
  lastDue(): Promise<Date | undefined>;
  handled(due: Date): Promise<void>;
  /** Takes the lease of the key; `undefined` while a living process holds it. */
  claim(): Promise<Lease | undefined>;
}

/** The memory of a schedule, in a folder named after its key. */
export function scheduleMemory(folder: string, key: string): ScheduleMemory {
  const own = join(folder, key);
  const file = join(own, "schedule.json");
  return {
    async lastDue() {
      const known = await readJsonFile(schema, file);
      return known && new Date(known.lastDue);
    },
    handled: (due) => writeFileAtomic(file, `${JSON.stringify({ lastDue: due.getTime() })}\n`),
    claim: async () => (await takeLease(join(own, "lease"))).lease,
  };
}
