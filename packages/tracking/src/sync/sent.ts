import { z } from "zod";
import type { Run } from "../entities/run.js";

const texts = z.record(z.string(), z.string());
const stage = z.enum(["active", "deleted"]);

const refusedRecord = z.object({
  /** Empty for what no run made. */
  runId: z.string(),
  /** Which it is: `metric loss (step 3)`, `artifact a/b.txt`, `run`. */
  record: z.string(),
  /** What the other store said. */
  reason: z.string(),
});
/** A record that the other store does not take. It stays where it was recorded. */
export type RefusedRecord = z.output<typeof refusedRecord>;

/** What of a logged model is on the other store. */
const sentModel = z.object({
  id: z.string(),
  status: z.enum(["PENDING", "READY", "FAILED"]),
  linked: z.boolean(),
  /** How many records. */
  metrics: z.int(),
  /** Path to what tells one content from the next. */
  artifacts: texts,
});
export type SentModel = z.output<typeof sentModel>;

/** What of a run is on the other store, or was refused by it. */
export const sentRun = z.object({
  /** Its id there; empty for a run that was refused. */
  id: z.string(),
  /** What the run looked like when all of it had been sent; see `runStamp`. */
  stamp: z.string(),
  params: texts,
  tags: texts,
  /** How many datasets. */
  inputs: z.int(),
  /** File to byte; see `unsentMetrics`. */
  metrics: z.record(z.string(), z.int()),
  artifacts: texts,
  models: z.record(z.string(), sentModel),
  /** Its name, status and end, as JSON. */
  about: z.string(),
  lifecycle: stage,
  refused: z.array(refusedRecord),
});
export type SentRun = z.output<typeof sentRun>;

/** What of an experiment is on the other store. */
export const sentExperiment = z.object({ id: z.string(), name: z.string(), tags: texts, lifecycle: stage });
export type SentExperiment = z.output<typeof sentExperiment>;

/** What is known of a run whose copy has just been found: parameters and tags that are the same are sent. */
export function sentByCopy(run: Run, copy: Run): SentRun {
  const models: SentRun["models"] = {};
  for (const [key, id] of Object.entries(copy.tags)) {
    if (!key.startsWith(MODEL_TAG)) continue;
    const linked = copy.outputs.some(({ modelId }) => modelId === id);
    // Its status is told once more, which does no harm.
    models[key.slice(MODEL_TAG.length)] = { id, status: "PENDING", linked, metrics: 0, artifacts: {} };
  }
  return {
    ...nothingSent(copy.info.runId),
    params: shared(run.params, copy.params),
    tags: shared(run.tags, copy.tags),
    inputs: copy.inputs.length,
    models,
    about: aboutOf(copy),
  };
}

/** What is known of a run whose copy is new, or of one that was refused. */
export function nothingSent(id: string): SentRun {
  return {
    id,
    stamp: "",
    params: {},
    tags: {},
    inputs: 0,
    metrics: {},
    artifacts: {},
    models: {},
    about: "",
    lifecycle: "active",
    refused: [],
  };
}

/** The tag of a copy that names the run or the model version it was made of. */
export const SOURCE_TAG = "imdb.sync.source";

/** With a model's id behind it, the tag of a run's copy that names the copy of the model. */
export const MODEL_TAG = "imdb.sync.model.";

/** What of a run can change after its start, besides its records. */
export function aboutOf({ info: { runName, status, endTime } }: Run): string {
  return JSON.stringify({ runName, status, endTime });
}

/** The entries of `now` that are not in `before` with the same value. */
export function changed(
  now: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
): [string, string][] {
  return Object.entries(now).filter(([key, value]) => !Object.hasOwn(before, key) || before[key] !== value);
}

function shared(
  run: Readonly<Record<string, string>>,
  copy: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(copy).filter(([key, value]) => run[key] === value));
}
