import type { FlowLogger } from "../contracts/context.js";
import { type Note, noteSchema } from "../contracts/events.js";
import type { Notes } from "../definition/runner.js";

/** What a job's task tells, as notes. */
export function notesOf(note: (note: Note) => void): Notes {
  return {
    log: (level, message, fields) => note({ type: "log", level, message, ...(fields && { fields }) }),
    progress: (progress) => note({ type: "progress", progress }),
    artifact: (artifact) => note({ type: "artifact", artifact }),
  };
}

/** Hands a note on to the job it is about. One that is none, from another version, is left out. */
export function passNote(job: Notes, given: unknown): void {
  const { data: note } = noteSchema.safeParse(given);
  if (note?.type === "log") job.log(note.level, note.message, note.fields);
  else if (note?.type === "progress") job.progress(note.progress);
  else if (note?.type === "artifact") job.artifact(note.artifact);
}

/** A logger of a function that takes a line. */
export function loggerOf(write: Notes["log"]): FlowLogger {
  return {
    debug: (message, fields) => write("debug", message, fields),
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
  };
}
