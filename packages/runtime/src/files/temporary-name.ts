import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { checkOption, text } from "@imdb/core/options";
import { writerMark } from "./writer-mark.js";

/** A unique path beside `path`: hidden, with the mark of the writer, and with a name of at most 255 bytes. */
export function temporaryName(path: string): string {
  checkOption("path", path, text);
  return join(dirname(path), `${temporaryPrefix(path)}${writerMark()}.${randomUUID().slice(0, 8)}.tmp`);
}

/** The beginning of every temporary name of `path`. */
export function temporaryPrefix(path: string): string {
  return `.${Array.from(basename(path)).slice(0, 40).join("")}.`;
}

/** What follows in a temporary name, of this and of earlier versions, whose mark was the id of the process. */
const TEMPORARY_END = /^\d[0-9a-f-]*\.[0-9a-f]{8}\.tmp(\.old)?$/;

/** Whether a name is that of a temporary file or folder of `path`, or that of a retired folder. */
export function isTemporaryOf(path: string, name: string): boolean {
  const prefix = temporaryPrefix(path);
  return name.startsWith(prefix) && TEMPORARY_END.test(name.slice(prefix.length));
}
