import { type PredictionRecord, predictionRecordSchema } from "@imdb/core";
import type { LogLine } from "./log-reader.js";

const HASHED_TEXT = /^sha256:[0-9a-f]{64}$/;

/** Returns the record of a line, or the reason why the line is not a record. */
export function parseRecord(line: LogLine): PredictionRecord | string {
  if (line.cut) return "it is too long";
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    return "it is not JSON";
  }
  const result = predictionRecordSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  return `${issue?.path.map(String).join(".") || "(root)"}: ${issue?.message}`;
}

/** The text of a record; null when the log has no text, or only its hash. */
export function keptText({ text }: Pick<PredictionRecord, "text">): string | null {
  return text !== null && HASHED_TEXT.test(text) ? null : text;
}
