import type { FlowLogger } from "../contracts/context.js";
import { type LogFields, type LogLevel, type Note, noteSchema } from "../contracts/events.js";
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

/** A logger, made of a function that takes a line. The line is JSON-safe, whatever was logged. */
export function loggerOf(write: Notes["log"]): FlowLogger {
  const writeSafe = (level: LogLevel, message: string, fields?: LogFields) =>
    write(level, String(message), fields && jsonFields(fields));
  return {
    debug: (message, fields) => writeSafe("debug", message, fields),
    info: (message, fields) => writeSafe("info", message, fields),
    warn: (message, fields) => writeSafe("warn", message, fields),
    error: (message, fields) => writeSafe("error", message, fields),
  };
}

/** The fields of a log line as JSON has them. A bigint becomes its digits, and what JSON cannot have a text. */
function jsonFields(fields: LogFields): LogFields {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, jsonValue(value)]));
}

function jsonValue(value: unknown): unknown {
  try {
    const text = JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner)) as
      | string
      | undefined;
    return text === undefined ? String(value) : JSON.parse(text);
  } catch (error) {
    return `a value that JSON does not have: ${error instanceof Error ? error.message.split("\n")[0] : ""}`;
  }
}
