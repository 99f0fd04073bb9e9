import { FileFailure, SchemaMismatch } from "@imdb/core";
import { errorCode } from "./file-failure.js";

/** A file or folder of a store that cannot be used: it is incomplete, a link, too large, or cannot be read. */
export interface Damage {
  readonly path: string;
  /** Completes "The file is damaged: …". */
  readonly problem: string;
}

/**
 * The damage that an error of reading one file reports: a `SCHEMA_MISMATCH`, which names the file, or a `FILE_FAILURE`.
 * Undefined for an error that says nothing about one file, such as too many open files.
 */
export function damageOfFile(cause: unknown): Damage | undefined {
  if (SchemaMismatch.is(cause)) {
    const { what, issues } = cause.details;
    const problem = issues.slice(0, 3).map((issue) => `${issue.path}: ${issue.message}`);
    return { path: what, problem: problem.join("; ") };
  }
  if (!FileFailure.is(cause)) return undefined;
  const ofProcess = ["EMFILE", "ENFILE", "ENOMEM"].includes(errorCode(cause.cause) ?? "");
  return ofProcess ? undefined : { path: cause.details.path, problem: cause.details.reason };
}

/**
 * Makes a function that writes each warning to the process's warnings once: standard error, or
 * `process.on("warning")`.
 */
export function warningsOnce(type: string): (warning: { message: string; code: string }) => void {
  const warned = new Set<string>();
  return ({ message, code }) => {
    if (warned.has(message)) return;
    warned.add(message);
    process.emitWarning(message, { type, code });
  };
}
