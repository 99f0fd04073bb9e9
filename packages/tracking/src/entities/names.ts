import { posix } from "node:path";
import { anObject, having, optional, optionsOf } from "@imdb/core/options";
import { InvalidMetric, InvalidTrackedValue, InvalidTrackingName } from "../errors.js";
import { checkRecord, checkRecords } from "./check-record.js";
import type { Metric, RunBatch } from "./run.js";

/** MLflow's limits: characters of keys and values, and records and bytes of one request. */
export const LIMITS = {
  key: 250,
  paramValue: 6_000,
  tagValue: 8_000,
  experimentName: 500,
  experimentTagValue: 20_000,
  registryTagValue: 100_000,
  alias: 255,
  batchMetrics: 1_000,
  batchParams: 100,
  batchTags: 100,
  batchEntities: 1_000,
  batchBytes: 1_000_000,
} as const;

type Texts = Readonly<Record<string, string>>;

/** The longest name of a file that common file systems take, in bytes. */
const FILE_NAME_BYTES = 255;
const KEY = /^[/\p{L}\p{N}_.\- :]+$/u;
const ID = /^[a-zA-Z0-9][\w-]*$/;
const ALIAS = /^[\w-]+$/;

/**
 * Checks the key of a metric, a parameter or a tag by MLflow's rules. A key becomes a relative path in the file layout,
 * so it must be one in its normal form, and must not lead out of its folder.
 *
 * @throws `INVALID_TRACKING_NAME`
 */
export function assertKey(what: string, key: string): void {
  const problem = keyProblem(key);
  if (problem !== undefined) throw invalid(what, String(key), problem);
}

/** Why a key cannot be used; `undefined` when it can. */
export function keyProblem(key: string): string | undefined {
  if (typeof key !== "string" || key === "") return "it is empty or not text";
  if (key.length > LIMITS.key) return `it has ${key.length} characters`;
  if (!KEY.test(key)) return "it holds a character that is not allowed";
  return pathProblem(key);
}

/** Checks that a path is relative, with slashes, in its normal form, and leads to a file inside its folder. */
export function assertRelativePath(what: string, path: string): void {
  const problem = pathProblem(path);
  if (problem !== undefined) throw invalid(what, String(path), problem);
}

function pathProblem(path: string): string | undefined {
  const same = typeof path === "string" && posix.normalize(path) === path && !path.endsWith("/");
  if (!same || path === "." || path.startsWith("..") || path.startsWith("/")) {
    return "as a path it would lead elsewhere";
  }
  // Windows takes colons for drives and streams.
  if (/[\\\0-\x1f\x7f]/.test(path) || (process.platform === "win32" && path.includes(":"))) {
    return "it holds a backslash, a control character or a colon";
  }
  const isLong = path.split("/").some((part) => Buffer.byteLength(part) > FILE_NAME_BYTES);
  return isLong ? "a part has over 255 bytes" : undefined;
}

/** Checks an id: letters, digits, - and _, not too long. @throws `INVALID_TRACKING_NAME` */
export function assertId(what: string, id: string, maxLength = 256): void {
  if (!isId(id, maxLength)) throw invalid(what, String(id), "it is not letters, digits, - and _");
}

/** Whether a text can be the id of a run, an experiment or a logged model. */
export function isId(id: string, maxLength = 256): boolean {
  return typeof id === "string" && ID.test(id) && id.length <= maxLength;
}

/**
 * Checks the keys and values of tags.
 *
 * @throws `INVALID_TRACKING_NAME` for a key, `INVALID_TRACKED_VALUE` for a value that is not text, has lone surrogates
 *         or has over `limit` characters.
 */
export function assertTags(tags: Texts, limit: number): void {
  assertTexts("tag", tags, limit);
}

/** Checks the name of an experiment: text that is not empty, and not too long. @throws `INVALID_TRACKING_NAME` */
export function assertExperimentName(name: string): void {
  if (typeof name !== "string" || name.trim() === "")
    throw invalid("experiment", String(name), "it is empty");
  if (name.length > LIMITS.experimentName)
    throw invalid("experiment", name, `it has ${name.length} characters`);
  assertWellFormed("experiment", name);
}

/** Checks the name of a logged model by MLflow's rule. @throws `INVALID_TRACKING_NAME` */
export function assertLoggedModelName(name: string): void {
  assertModelName(name);
  if (/[."']/.test(name)) throw invalid("logged model", name, "it holds a dot or a quote");
}

/** Checks the name of a registered model: one part of a path, without / \ : and %. @throws `INVALID_TRACKING_NAME` */
export function assertModelName(name: string): void {
  if (typeof name !== "string" || name.trim() === "") throw invalid("model", String(name), "it is empty");
  if (/[/\\:%\0-\x1f\x7f]/.test(name) || Buffer.byteLength(name) > FILE_NAME_BYTES) {
    throw invalid("model", name, "a model's name has no / \\ : % or control characters");
  }
  assertRelativePath("model", name);
  assertWellFormed("model", name);
}

/** Checks an alias: letters, digits, - and _, but not `latest` or `v1`. @throws `INVALID_TRACKING_NAME` */
export function assertAlias(alias: string): void {
  if (typeof alias !== "string" || !ALIAS.test(alias) || alias.length > LIMITS.alias) {
    throw invalid("alias", String(alias), "it is not letters, digits, - and _");
  }
  if (/^v\d+$/i.test(alias) || alias.toLowerCase() === "latest") {
    throw invalid("alias", alias, "it is reserved");
  }
}

/**
 * Checks one record of a metric: its key, that its value is a number, its step a whole number and its timestamp whole
 * milliseconds since 1970.
 *
 * @throws `INVALID_TRACKED_METRIC`, `INVALID_TRACKING_NAME` for the key.
 */
function assertMetric(metric: Metric): void {
  assertKey("metric", metric.key);
  if (typeof metric.value !== "number") throw wrong(metric, "value", metric.value, "a number");
  if (!Number.isSafeInteger(metric.step)) throw wrong(metric, "step", metric.step, "a whole number");
  if (!Number.isSafeInteger(metric.timestamp) || metric.timestamp < 0) {
    throw wrong(metric, "timestamp", metric.timestamp, "whole milliseconds since 1970");
  }
}

/**
 * Checks the value of a parameter or a tag.
 *
 * @throws `INVALID_TRACKED_VALUE` for a value that is not text, has lone surrogates or has over `limit` characters.
 */
export function assertText(what: string, key: string, value: string, limit: number): void {
  if (typeof value !== "string") throw InvalidTrackedValue.create({ what, key, problem: "it is not text" });
  if (value.length > limit) {
    const problem = `it has ${value.length} characters, over ${limit}`;
    throw InvalidTrackedValue.create({ what, key, problem });
  }
  if (!value.isWellFormed()) {
    throw InvalidTrackedValue.create({ what, key, problem: "it holds a lone surrogate" });
  }
}

/** A text cut to a length, as MLflow cuts long values. A character of two UTF-16 units is not split. */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text;
  const splits = /[\ud800-\udbff]/.test(text[length - 1]!) && /[\udc00-\udfff]/.test(text[length]!);
  return text.slice(0, splits ? length - 1 : length);
}

function assertWellFormed(what: string, name: string): void {
  if (!name.isWellFormed()) throw invalid(what, name.toWellFormed(), "it holds a lone surrogate");
}

function invalid(what: string, name: string, problem: string): Error {
  return InvalidTrackingName.create({ what, name, problem });
}

function wrong(metric: Metric, field: string, value: unknown, expected: string): Error {
  return InvalidMetric.create({ key: metric.key, field, value: String(value), expected });
}

/** Checks all records of a batch, so that a store logs nothing of a batch with an invalid record. */
export function assertBatch(batch: RunBatch): void {
  checkRecord("batch", batch);
  checkBatchNames(batch);
  const { metrics = [], params = {}, tags = {} } = batch;
  if (!Array.isArray(metrics)) checkRecords("metrics", metrics);
  for (const metric of metrics) assertMetric(metric);
  assertTexts("param", params, LIMITS.paramValue);
  assertTags(tags, LIMITS.tagValue);
}

const batchOptions = optionsOf<RunBatch, keyof RunBatch>({
  metrics: optional(having("a list of records", "map")),
  params: optional(anObject()),
  tags: optional(anObject()),
});

/** Refuses a misspelt name, whose records would be lost. Makes nothing where all is right. */
function checkBatchNames(batch: RunBatch): void {
  for (const name in batch) {
    if (!(batchOptions.names as readonly string[]).includes(name)) batchOptions.resolve(batch, "logBatch");
  }
}

function assertTexts(what: string, texts: Texts, limit: number): void {
  checkRecord(`${what}s`, texts);
  for (const [key, value] of Object.entries(texts)) {
    assertKey(what, key);
    assertText(what, key, value, limit);
  }
}
