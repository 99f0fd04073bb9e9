import { z } from "zod";
import { LOGGED_MODEL_STATUSES, runModelId } from "../entities/model.js";
import type { ModelOutput } from "../entities/run.js";

// What a server without logged models has no place for stands in a tag of the model's run, as JSON.

const PREFIX = "imdb.model.";
const texts = z.record(z.string(), z.string());
const record = z.object({
  name: z.string(),
  status: z.enum(LOGGED_MODEL_STATUSES),
  modelType: z.string(),
  /** Once it is linked to its run. */
  step: z.int().optional(),
  params: texts,
  tags: texts,
  creationTime: z.int(),
  lastUpdateTime: z.int(),
});

/** What such a tag says of a model. */
export type RunModelRecord = z.output<typeof record>;

/** The tag of a model of this name. */
export function runModelTag(name: string): string {
  return PREFIX + Buffer.from(name).toString("base64url");
}

/** The record of a tag's value; `undefined` when it is none of ours. */
export function parseRunModel(value: string | undefined): RunModelRecord | undefined {
  if (value === undefined) return undefined;
  try {
    return record.parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** The models of a run, by its tags. */
export function runModelOutputs(runId: string, tags: Readonly<Record<string, string>>): ModelOutput[] {
  return Object.keys(tags)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => parseRunModel(tags[key]))
    .filter((model) => model?.step !== undefined)
    .map((model) => ({ modelId: runModelId({ runId, name: model!.name }), step: model!.step! }));
}

/** The id of the model in a run that a version was made of; empty when it was made of none. */
export function modelInRun({ source, runId }: { readonly source: string; readonly runId: string }): string {
  const [, name] = source.split(`/${runId}/artifacts/`);
  return runId !== "" && name ? runModelId({ runId, name }) : "";
}
