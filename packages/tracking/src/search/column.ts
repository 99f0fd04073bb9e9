import type { Run } from "../entities/run.js";
import { fail } from "./tokens.js";

/** A value of runs that a filter or an order names. */
export interface Column {
  readonly entity: "metric" | "param" | "tag" | "attribute" | "dataset";
  readonly key: string;
  readonly type: "number" | "text";
}

/** The prefixes that name each entity. */
const ENTITIES: readonly (readonly [Column["entity"], RegExp])[] = [
  ["metric", /^metrics?$/],
  ["param", /^(param|parameter)s?$/],
  ["tag", /^tags?$/],
  ["attribute", /^(attr|attributes?|run)$/],
  ["dataset", /^datasets?$/],
];

const ATTRIBUTES = {
  run_id: (run: Run) => run.info.runId,
  run_name: (run: Run) => run.info.runName,
  experiment_id: (run: Run) => run.info.experimentId,
  user_id: (run: Run) => run.info.userId,
  status: (run: Run) => run.info.status,
  artifact_uri: (run: Run) => run.info.artifactUri,
  start_time: (run: Run) => run.info.startTime,
  end_time: (run: Run) => run.info.endTime,
} as const;

const ALIASES: Readonly<Record<string, keyof typeof ATTRIBUTES>> = {
  created: "start_time",
  Created: "start_time",
  "run name": "run_name",
  "Run name": "run_name",
  "Run Name": "run_name",
};

/**
 * The column of a name: `metrics.accuracy`, `params.C`, `tags.mlflow.user`, `attributes.status`,
 * `dataset.name`, or an attribute alone.
 *
 * @throws `INVALID_SEARCH_FILTER`
 */
export function parseColumn(name: string, filter: string, position: number): Column {
  const dot = name.indexOf(".");
  const prefix = dot < 0 ? "attribute" : name.slice(0, dot);
  const entity = ENTITIES.find(([, pattern]) => pattern.test(prefix))?.[0];
  if (!entity) {
    fail(filter, position, `${prefix} is not one of metrics, params, tags, attributes, dataset`);
  }
  const key = unquoted(name.slice(dot + 1));
  if (entity === "metric") return { entity, key, type: "number" };
  if (entity === "param" || entity === "tag") return { entity, key, type: "text" };
  if (entity === "dataset") {
    if (!["name", "digest", "context"].includes(key)) {
      fail(filter, position, `${key} is not one of name, digest, context`);
    }
    return { entity, key, type: "text" };
  }
  const attribute = Object.hasOwn(ALIASES, key) ? ALIASES[key]! : key;
  if (!Object.hasOwn(ATTRIBUTES, attribute)) {
    fail(filter, position, `${key} is not one of ${Object.keys(ATTRIBUTES).join(", ")}`);
  }
  return { entity, key: attribute, type: attribute.endsWith("_time") ? "number" : "text" };
}

/** A run's value in a column; `undefined` when it has none. Not for columns of datasets: a run may have many. */
export function columnValue(run: Run, column: Column): string | number | undefined {
  switch (column.entity) {
    case "metric":
      return own(run.metrics, column.key);
    case "param":
      return own(run.params, column.key);
    case "tag":
      return own(run.tags, column.key);
    default:
      return ATTRIBUTES[column.key as keyof typeof ATTRIBUTES](run);
  }
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function unquoted(key: string): string {
  return key.length >= 2 && /^(".*"|`.*`)$/s.test(key) ? key.slice(1, -1) : key;
}
