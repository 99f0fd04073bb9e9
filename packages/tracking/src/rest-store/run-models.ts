import { parseYaml } from "@imdb/core/config";
import * as z from "zod";
import {
  LOGGED_MODEL_STATUSES,
  type LoggedModel,
  type LoggedModelStatus,
  parseRunModelId,
  runModelId,
} from "../entities/model.js";
import { assertLoggedModelName } from "../entities/names.js";
import type { ModelOutput } from "../entities/run.js";
import { InvalidTrackedValue, RegisteredModelNotFound } from "../errors.js";
import { createdNow } from "../mlflow/records.js";
import { utcTime } from "../mlflow/values.js";
import type { ArtifactStore } from "../store/artifact-store.js";
import type { NewLoggedModel, TrackingStore } from "../store/tracking-store.js";
import type { Http } from "./http.js";
import { withRunErrors } from "./server-errors.js";

/** The tag of a run in which a server before MLflow 3 keeps the run's models, for the page of the run. */
const HISTORY_TAG = "mlflow.log-model.history";
const mlmodel = z.looseObject({ flavors: z.looseObject({}), model_uuid: z.string().optional() });

/** The models of a server before MLflow 3: each is a folder in the artifacts of its run, reported with `log-model`. */
export function runModels(
  http: Http,
  runs: Pick<TrackingStore, "getRun" | "logBatch">,
  artifacts: ArtifactStore,
) {
  async function read(modelId: string) {
    const { runId, name } = parseRunModelId(modelId)!;
    assertLoggedModelName(name);
    const run = await runs.getRun(runId);
    const record = parseRunModel(run.tags[runModelTag(name)]);
    if (!record) throw RegisteredModelNotFound.create({ name: modelId });
    return { run, record };
  }

  async function save(runId: string, record: RunModelRecord): Promise<void> {
    const value = JSON.stringify({ ...record, lastUpdateTime: Date.now() });
    await runs.logBatch(runId, { tags: { [runModelTag(record.name)]: value } });
  }

  async function getLoggedModel(modelId: string): Promise<LoggedModel> {
    const { run, record } = await read(modelId);
    const { step = 0, ...about } = record;
    const { runId, experimentId, artifactUri } = run.info;
    return {
      ...about,
      modelId,
      experimentId,
      sourceRunId: runId,
      artifactUri: `${artifactUri}/${record.name}`,
      metrics: run.latestMetrics.filter((metric) => metric.step === step),
    };
  }

  /** Reports a model to the server with `log-model`, unless an earlier attempt did. */
  async function reportModel(modelId: string): Promise<void> {
    const { run, record } = await read(modelId);
    const { runId } = run.info;
    const file = readMlmodel(modelId, Buffer.from(await artifacts.read({ modelId }, "MLmodel")).toString());
    if (file.model_uuid && run.tags[HISTORY_TAG]?.includes(file.model_uuid)) return;
    const created = utcTime(record.creationTime);
    const about = { utc_time_created: created, ...file, artifact_path: record.name, run_id: runId };
    const input = { run_id: runId, model_json: JSON.stringify(about) };
    await withRunErrors(runId, http.baseUrl, () => http.call("POST", "runs/log-model", input));
  }

  return {
    async createLoggedModel({ name, modelType, sourceRunId, params, tags }: NewLoggedModel) {
      assertLoggedModelName(name);
      const modelId = runModelId({ runId: sourceRunId, name });
      if (!parseRunModelId(modelId)) {
        const problem = `this server keeps models in their runs, and ${sourceRunId} is not the id of one of its runs`;
        throw InvalidTrackedValue.create({ what: "logged model", key: name, problem });
      }
      await save(sourceRunId, { name, modelType, status: "PENDING", params, tags, ...createdNow() });
      return getLoggedModel(modelId);
    },
    async finalizeLoggedModel(modelId: string, status: LoggedModelStatus): Promise<void> {
      const { run, record } = await read(modelId);
      if (status === "READY") await reportModel(modelId);
      await save(run.info.runId, { ...record, status });
    },
    getLoggedModel,
    async link(runId: string, { modelId, step }: ModelOutput): Promise<void> {
      await save(runId, { ...(await read(modelId)).record, step });
    },
  };
}

/** @throws `INVALID_TRACKED_VALUE` */
function readMlmodel(modelId: string, text: string): z.output<typeof mlmodel> {
  const problem = "its MLmodel is not YAML with flavors";
  const refuse = (_: string, cause: unknown) =>
    InvalidTrackedValue.create({ what: "logged model", key: modelId, problem }, { cause });
  const read = mlmodel.safeParse(parseYaml(text, refuse));
  if (!read.success) throw refuse(problem, read.error);
  return read.data;
}

// The fields that a server without logged models does not have are kept in a tag of the model's run, as JSON.

const PREFIX = "imdb.model.";
const texts = z.record(z.string(), z.string());
const record = z.object({
  name: z.string(),
  status: z.enum(LOGGED_MODEL_STATUSES),
  modelType: z.string(),
  /** The training step; missing until the model is linked to its run. */
  step: z.int().optional(),
  params: texts,
  tags: texts,
  creationTime: z.int(),
  lastUpdateTime: z.int(),
});

/** The content of such a tag. */
type RunModelRecord = z.output<typeof record>;

/** The tag that holds the fields of a model, by its name. */
function runModelTag(name: string): string {
  return PREFIX + Buffer.from(name).toString("base64url");
}

/** The fields in a tag's value; `undefined` when the value is not of this library. */
function parseRunModel(value: string | undefined): RunModelRecord | undefined {
  if (value === undefined) return undefined;
  try {
    return record.parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** The linked models of a run, read from its tags. */
export function runModelOutputs(runId: string, tags: Readonly<Record<string, string>>): ModelOutput[] {
  return Object.keys(tags)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => parseRunModel(tags[key]))
    .filter((model) => model?.step !== undefined)
    .map((model) => ({ modelId: runModelId({ runId, name: model!.name }), step: model!.step! }));
}

/** The id of the run's model that a version was made of; empty when it was not made of one. */
export function modelInRun({ source, runId }: { readonly source: string; readonly runId: string }): string {
  const [, name] = source.split(`/${runId}/artifacts/`);
  return runId !== "" && name ? runModelId({ runId, name }) : "";
}
