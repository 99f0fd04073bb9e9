import { describe, expect, test } from "vitest";
import type { Run } from "../entities/run.js";
import { InvalidFilter } from "../errors.js";
import { like } from "./like.js";
import { parseFilter } from "./parse-filter.js";

const run: Run = {
  info: {
    runId: "r1",
    runName: "base",
    experimentId: "1",
    userId: "ada",
    status: "FINISHED",
    startTime: 100,
    endTime: 200,
    artifactUri: "file:///x",
    lifecycleStage: "active",
  },
  params: { C: "10", "a.b": "x" },
  metrics: { acc: 0.9, "val loss": 1e-3, nan: Number.NaN },
  latestMetrics: [],
  tags: { "mlflow.user": "ada", on: "off" },
  inputs: [
    {
      name: "imdb",
      digest: "d",
      sourceType: "local",
      source: "",
      schema: undefined,
      profile: undefined,
      tags: { "mlflow.data.context": "train" },
    },
  ],
  outputs: [],
};

describe("filters of MLflow's documentation", () => {
  test.each([
    ["", true],
    ["metrics.acc > 0.72", true],
    ["metric.acc = 0.9", true],
    ["metrics.acc < 1e-1", false],
    ['metrics."val loss" <= .001', true],
    ["metrics.`val loss` > -1", true],
    ["metrics.nan > 0", false],
    ["metrics.nan != 0", true],
    ["metrics.missing != 0", false],
    ["params.C = '10'", true],
    ['params.C = "10"', true],
    ["parameters.`a.b` != 'x'", false],
    ["params.missing != 'x'", false],
    ["params.missing IS NULL", true],
    ["tags.on is not null", true],
    ["tags.mlflow.user = 'ada'", true],
    ["tags.`mlflow.user` LIKE 'A%'", false],
    ["tags.`mlflow.user` ILIKE 'A__'", true],
    ["attributes.status = 'FINISHED' AND attr.run_name = 'base'", true],
    ["run_id IN ('r0', 'r1')", true],
    ["run_id NOT IN ('r1')", false],
    ["start_time >= 100 and end_time < 200", false],
    ["created = 100", true],
    ["dataset.name = 'imdb' AND datasets.context = 'train'", true],
    ["dataset.digest IN ('x', 'd')", true],
  ])("%s", (filter, matches) => {
    expect(parseFilter(filter)(run)).toBe(matches);
  });
});

describe("the error of a wrong filter has its position", () => {
  test.each([
    ["metrics.acc > '0.5'", 14],
    ["params.C > '5'", 9],
    ["params.C = 5", 11],
    ["metrics.acc", 11],
    ["metrics.acc > 1 OR metrics.acc < 0", 16],
    ["metrics.acc > 1 AND", 19],
    ["metricks.acc > 1", 0],
    ["attributes.colour = 'x'", 0],
    ["dataset.size = 'x'", 0],
    ["params.C = 'open", 11],
    ["params.C = 'a'; DROP TABLE runs", 14],
    ["run_id IN ()", 11],
    ["run_id IN ('a' 'b')", 15],
    ["status IN ('RUNNING')", 7],
    ["__proto__.x = 'a'", 0],
    ["constructor = 'a'", 0],
  ])("%s", (filter, position) => {
    try {
      parseFilter(filter);
      expect.unreachable();
    } catch (cause) {
      expect(InvalidFilter.is(cause) && cause.details.position).toBe(position);
    }
  });
});

test("LIKE is linear on patterns that make regular expressions explode", () => {
  expect(like("a".repeat(20_000), `${"%a".repeat(200)}b`)).toBe(false);
  expect(like("abcabc", "a%c")).toBe(true);
  expect(like("abc", "a_c%")).toBe(true);
  expect(like("abc", "a_")).toBe(false);
  expect(like("", "%")).toBe(true);
});
