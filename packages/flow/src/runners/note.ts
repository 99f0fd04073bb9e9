import { z } from "zod";
import type { TaskJob } from "../definition/runner.js";
import { artifactSchema } from "../runs/event-schema.js";

/** What a task tells while it runs elsewhere: on a thread, on another machine. */
const noteSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("log"),
    level: z.enum(["debug", "info", "warn", "error"]),
    message: z.string(),
    fields: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({
    type: z.literal("progress"),
    progress: z.object({
      stage: z.string(),
      done: z.number(),
      total: z.number().optional(),
      unit: z.string(),
    }),
  }),
  z.object({ type: z.literal("artifact"), artifact: artifactSchema }),
]);

/** @see {@link noteSchema} */
export type Note = z.infer<typeof noteSchema>;

/** What a job's task tells, as notes. */
export function notesOf(note: (note: Note) => void): Pick<TaskJob, "log" | "progress" | "artifact"> {
  return {
    log: (level, message, fields) => note({ type: "log", level, message, ...(fields && { fields }) }),
    progress: (progress) => note({ type: "progress", progress }),
    artifact: (artifact) => note({ type: "artifact", artifact } as Note),
  };
}

/** Hands a note on to the job it is about. */
export function passNote(job: Pick<TaskJob, "log" | "progress" | "artifact">, given: unknown): void {
  const parsed = noteSchema.safeParse(given);
  if (!parsed.success) return;
  const note = parsed.data;
  if (note.type === "log") job.log(note.level, note.message, note.fields);
  else if (note.type === "progress") job.progress(note.progress as Parameters<TaskJob["progress"]>[0]);
  else job.artifact(note.artifact as Parameters<TaskJob["artifact"]>[0]);
}
