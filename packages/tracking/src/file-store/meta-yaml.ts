import { parseWith } from "@imdb/core";
import { parseYaml } from "@imdb/core/config";
import { readPlainFile } from "@imdb/runtime/files";
import type * as z from "zod";
import { DamagedStore } from "../errors.js";
import { damaged } from "./damage.js";

/** Limit of a file in bytes: MLflow's profile of a dataset has up to 16 MB. */
const MAX_BYTES = 32 << 20;
/** Limit of a file that is not our own writing, in characters: a parser of YAML takes half a second for a million. */
const MAX_YAML = 1 << 20;

/** The fields of a `meta.yaml`. */
type MetaRecord = Readonly<
  Record<string, string | number | null | undefined | Readonly<Record<string, string>>>
>;

/**
 * Writes a `meta.yaml` that readers of YAML 1.1 (PyYAML) and of YAML 1.2 read alike: every text is a double-quoted
 * scalar, so `on`, `1_000` and `2020-01-01` stay texts.
 */
export function metaYaml(record: MetaRecord): string {
  return `${Object.keys(record)
    .sort()
    .map((key) => `${key}: ${scalar(record[key] ?? null)}`)
    .join("\n")}\n`;
}

/**
 * Reads a `meta.yaml`, written by this library or by MLflow, and checks it.
 *
 * @throws `DAMAGED_TRACKING_STORE` when it is missing, no plain file or not YAML; `SCHEMA_MISMATCH` when a field is
 *         wrong; `FILE_FAILURE`.
 */
export function readMetaYaml<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const text = readPlainFile(path, MAX_BYTES, damaged)?.toString("utf8");
  if (text === undefined) throw damaged(path, "it is missing");
  if (text.trim() === "") throw damaged(path, "it is empty");
  return parseWith(schema, parseOwn(text) ?? parseForeign(text, path), path);
}

function scalar(value: string | number | null | Readonly<Record<string, string>>): string {
  if (typeof value !== "string") return JSON.stringify(value);
  // PyYAML refuses raw DEL and C1 control characters.
  return JSON.stringify(value).replace(/[\x7f-\x9f\ufeff\ufffe\uffff]/g, escapeUnit);
}

/** A UTF-16 unit as JSON and YAML escape it. */
export function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Reads a file that this library wrote, whose lines are `key: JSON`, ten times as fast as a YAML parser. */
function parseOwn(text: string): Record<string, unknown> | undefined {
  const record: Record<string, unknown> = Object.create(null);
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const colon = line.indexOf(": ");
    const first = line[colon + 2];
    if (colon < 1 || first === undefined || !/["\d{n-]/.test(first)) return undefined;
    try {
      record[line.slice(0, colon)] = JSON.parse(line.slice(colon + 2));
    } catch {
      return undefined;
    }
  }
  return record;
}

function parseForeign(text: string, path: string): unknown {
  if (text.length > MAX_YAML)
    throw damaged(path, `as YAML it has ${text.length} characters, over ${MAX_YAML}`);
  const refuse = (problem: string, cause: unknown) => DamagedStore.create({ path, problem }, { cause });
  return parseYaml(text, refuse, { version: "1.1", integers: "bigint" });
}
