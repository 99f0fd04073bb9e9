import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SchemaMismatch } from "@imdb/core";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { DamagedStore } from "../errors.js";
import { integer, text as metaText } from "../mlflow/values.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";

let path: string;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "meta-"));
  path = join(dir, "meta.yaml");
});

afterEach(() => rm(dir, { recursive: true, force: true }));

test("reads what PyYAML writes: quoted and plain texts, numbers beyond 2^53, nulls, nested tags", async () => {
  const text = [
    "destination_id: m-58d5",
    "experiment_id: '615249464486379850'",
    "legacy_id: 615249464486379850",
    "name: 'on'",
    "step: 1",
    "stamp: 1795471020.0",
    "end_time: null",
    "tags:",
    "  mlflow.data.context: train",
    "",
  ].join("\n");
  await writeFile(path, text);
  const schema = z.object({
    experiment_id: metaText,
    legacy_id: metaText,
    name: metaText,
    step: integer,
    stamp: integer,
    end_time: integer.nullish(),
    tags: z.record(z.string(), metaText),
  });
  expect(readMetaYaml(path, schema)).toEqual({
    experiment_id: "615249464486379850",
    legacy_id: "615249464486379850",
    name: "on",
    step: 1,
    stamp: 1_795_471_020,
    end_time: null,
    tags: { "mlflow.data.context": "train" },
  });
});

test("readers of YAML 1.1 and 1.2 read every text that is written", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("on", "1_000", "2020-01-01", "0o7", "~"),
      async (any, word) => {
        const yaml = metaYaml({ any, word, number: 5 });
        await writeFile(path, yaml);
        const schema = z.object({ any: z.string(), word: z.string(), number: z.number() });
        expect(readMetaYaml(path, schema)).toEqual({ any, word, number: 5 });
        for (const version of ["1.1", "1.2"] as const)
          expect(parse(yaml, { version })).toEqual({ any, word, number: 5 });
      },
    ),
    { numRuns: 60 },
  );
});

test("the error of invalid YAML, or of a wrong field, names the file", async () => {
  await writeFile(path, "a: [1, 2\nb: {");
  expect(() => readMetaYaml(path, z.object({}))).toThrow(path);
  const damaged = await Promise.resolve()
    .then(() => readMetaYaml(path, z.object({})))
    .catch((cause: unknown) => cause);
  expect(DamagedStore.is(damaged)).toBe(true);
  await writeFile(path, 'name: "x"\n');
  const wrong = await Promise.resolve()
    .then(() => readMetaYaml(path, z.object({ id: metaText })))
    .catch((cause: unknown) => cause);
  expect(SchemaMismatch.is(wrong)).toBe(true);
});
