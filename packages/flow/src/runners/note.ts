import type { FlowLogger } from "../contracts/context.js";
import { type Note, noteSchema } from "../contracts/events.js";
import type { Notes } from "../definition/runner.js";

/** Makes the functions by which a task reports: each calls `note` with what was reported. */
export function notesOf(note: (note: Note) => void): Notes {
  return {
    log: (level, message, fields) => note({ type: "log", level, message, ...(fields && { fields }) }),
    progress: (progress) => note({ type: "progress", progress }),
    artifact: (artifact) => note({ type: "artifact", artifact }),
  };
}

/** Forwards a note to its job. A value that is not a note, from another version, is ignored. */
export function forwardNote(job: Notes, value: unknown): void {
  const { data: note } = noteSchema.safeParse(value);
  if (note?.type === "log") job.log(note.level, note.message, note.fields);
  else if (note?.type === "progress") job.progress(note.progress);
  else if (note?.type === "artifact") job.artifact(note.artifact);
}

/** A logger, made of a function that takes a line. */
export function loggerOf(write: Notes["log"]): FlowLogger {
  return {
    debug: (message, fields) => write("debug", message, fields),
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
  };
}
