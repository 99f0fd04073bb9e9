import { ImdbError } from "@imdb/core";
import type { ActiveRun } from "../../src/index.js";

/** A call of MLflow's client. `num:` is the prefix of a number that JSON does not have, `long:` that of a length. */
export type Call = readonly [method: string, args: readonly (string | number)[]];

const KEYS = [
  ["", ".", "..", "..a", "../out", "a/../b", "/etc/passwd", "a//b", "a/", "./a", "a/.", "a\\b"],
  ["new\nline", "nul\0", "tab\t", "del\x7f", "quote'", 'double"', "semi;", "a,b", "💥", "x".repeat(251)],
  ["a/b/c", "a.b-c_d:e f", "größe", "数", ".hidden", "x".repeat(250), "__proto__", " ", "a b ", "-"],
].flat();

/** Unusual names and values for each kind of record. */
export const HOSTILE: readonly Call[] = [
  ...KEYS.map((key): Call => ["log_metric", [key, 1]]),
  ...KEYS.map((key): Call => ["log_param", [key, "p"]]),
  ...KEYS.map((key): Call => ["set_tag", [key, "t"]]),
  ["log_metric", ["nan", "num:nan"]],
  ["log_metric", ["inf", "num:inf"]],
  ["log_metric", ["-inf", "num:-inf"]],
  ["log_metric", ["tiny", 5e-324]],
  ["log_metric", ["huge", 1.7e308]],
  ["log_param", ["clash", "1"]],
  ["log_param", ["clash", "1"]],
  ["log_param", ["clash", "2"]],
  ["log_param", ["long", "long:10000000"]],
  ["set_tag", ["long", "long:10000000"]],
  ["log_param", ["empty", ""]],
  ["set_tag", ["empty", ""]],
  ["set_tag", ["control", "a\0b\x01\x1b[31m\r\n"]],
  ["log_param", ["control", "\x01\x1b[31m\r\n"]],
  ["delete_tag", ["missing"]],
];

/** Makes a call with this library. Returns `ok`, or MLflow's code for the error. */
export async function attempt(run: ActiveRun, [method, [key, given]]: Call): Promise<string> {
  const name = String(key);
  const value =
    typeof given === "string" && given.startsWith("long:") ? "x".repeat(Number(given.slice(5))) : given;
  try {
    if (method === "log_metric") await run.logMetric(name, numberOf(value!));
    else if (method === "log_param") await run.logParam(name, value!);
    else if (method === "set_tag") await run.setTag(name, String(value));
    else await run.deleteTag(name);
    return "ok";
  } catch (error) {
    if (!ImdbError.isInstance(error)) throw error;
    return MLFLOW_CODES[error.code] ?? error.code;
  }
}

const MLFLOW_CODES: Readonly<Record<string, string>> = {
  INVALID_TRACKING_NAME: "INVALID_PARAMETER_VALUE",
  INVALID_TRACKED_VALUE: "INVALID_PARAMETER_VALUE",
  PARAM_ALREADY_LOGGED: "INVALID_PARAMETER_VALUE",
  TAG_NOT_FOUND: "RESOURCE_DOES_NOT_EXIST",
};

function numberOf(value: string | number): number {
  const named: Readonly<Record<string, number>> = {
    "num:nan": Number.NaN,
    "num:inf": Number.POSITIVE_INFINITY,
    "num:-inf": Number.NEGATIVE_INFINITY,
  };
  return typeof value === "number" ? value : (named[value] ?? Number.NaN);
}

/** The result of `read_keys` of peer.py, without the tags that this library records for every run. */
export function withoutOurs(read: unknown): unknown {
  const { params, metrics, tags } = read as Record<"params" | "metrics" | "tags", Record<string, string>>;
  const kept = Object.entries(tags).filter(([key]) => !/^(imdb|mlflow)\./.test(key));
  return { params, metrics, tags: Object.fromEntries(kept) };
}
