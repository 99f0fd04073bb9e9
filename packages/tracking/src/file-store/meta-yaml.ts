import { readFileSync } from "node:fs";
import { parseWith } from "@imdb/core";
import { parse } from "yaml";
import type { z } from "zod";
import { DamagedStore } from "../errors.js";

/** A flat record of a `meta.yaml`. */
type MetaRecord = Readonly<
  Record<string, string | number | null | undefined | Readonly<Record<string, string>>>
>;

/**
 * Writes a `meta.yaml` that YAML 1.1 readers (PyYAML) and 1.2 readers take alike: every text is a double-quoted
 * scalar, so that `on`, `1_000` or `2020-01-01` stay text.
 */
export function metaYaml(record: MetaRecord): string {
  return `${Object.keys(record)
    .sort()
    .map((key) => `${key}: ${scalar(record[key] ?? null)}`)
    .join("\n")}\n`;
}

/**
 * Reads a `meta.yaml`, ours or MLflow's, and checks it.
 *
 * @throws `DAMAGED_TRACKING_STORE` when it is not YAML; `SCHEMA_MISMATCH` when a field is wrong.
 */
export function readMetaYaml<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const text = readFileSync(path, "utf8");
  return parseWith(schema, parseFlat(text) ?? parseAny(text, path), path);
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

/** Our own files are lines of `key: JSON`: ten times quicker to read than YAML at large. */
function parseFlat(text: string): Record<string, unknown> | undefined {
  const record: Record<string, unknown> = {};
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

function parseAny(text: string, path: string): unknown {
  try {
    return parse(text, { version: "1.1", maxAliasCount: 0, intAsBigInt: true });
  } catch (cause) {
    throw DamagedStore.create(
      { path, problem: cause instanceof Error ? cause.message : "not YAML" },
      { cause },
    );
  }
}
