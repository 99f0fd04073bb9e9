import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseWith } from "@imdb/core";
import { fileFailure, writeFileAtomic } from "@imdb/runtime/files";
import { z } from "zod";
import { type Lease, leaseOf, takeLease } from "../runs/lease.js";

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
      try {
        return new Date(parseWith(schema, JSON.parse(await readFile(file, "utf8")), file).lastDue);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error instanceof SyntaxError ? fileFailure("read", file, error) : error;
      }
    },
    handled: (due) => writeFileAtomic(file, `${JSON.stringify({ lastDue: due.getTime() })}\n`),
    async claim() {
      await mkdir(own, { recursive: true });
      const { holder, sessions } = await leaseOf(own);
      return holder ? undefined : takeLease(own, sessions + 1);
    },
  };
}
