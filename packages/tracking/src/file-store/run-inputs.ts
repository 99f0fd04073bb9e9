import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { assertNoLink } from "@imdb/runtime/files";
import * as z from "zod";
import { isId } from "../entities/names.js";
import type { ModelOutput, RunDataset } from "../entities/run.js";
import { datasetRecord } from "../mlflow/records.js";
import { integer, text } from "../mlflow/values.js";
import { damaged, type OnDamage, orDamaged } from "./damage.js";
import { folderNames, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import type { SmallFiles } from "./small-file.js";

const inputMeta = z.object({
  source_type: z.string(),
  source_id: text,
  tags: z.record(z.string(), text).nullish(),
});
const outputMeta = z.object({ source_id: text, step: integer.default(0) });

/** Records the datasets that a run used: a file for each dataset in the experiment, and one for each use in the run. */
export function writeInputs(
  runDir: string,
  runId: string,
  datasets: readonly RunDataset[],
  files: SmallFiles,
): void {
  for (const dataset of datasets) {
    const datasetId = md5(dataset.name, dataset.digest);
    const datasetPath = join(dirname(runDir), LAYOUT.datasets, datasetId, LAYOUT.meta);
    if (!existsSync(datasetPath)) files.replace(datasetPath, metaYaml(datasetRecord.write(dataset)), runDir);
    const inputPath = join(runDir, LAYOUT.inputs, md5(datasetId, runId), LAYOUT.meta);
    if (existsSync(inputPath)) continue;
    const input = metaYaml({
      source_type: "DATASET",
      source_id: datasetId,
      destination_type: "RUN",
      destination_id: datasetId,
      tags: dataset.tags,
    });
    files.replace(inputPath, input, runDir);
  }
}

/** The datasets that a run used, sorted by name and digest. Those that are damaged are left out. */
export function readInputs(runDir: string, onDamage: OnDamage): RunDataset[] {
  const folder = join(runDir, LAYOUT.inputs);
  const datasets: RunDataset[] = [];
  for (const name of folderNames(folder, onDamage)) {
    const dataset = orDamaged(onDamage, () => readInput(runDir, join(folder, name, LAYOUT.meta)));
    if (dataset) datasets.push(dataset);
  }
  return datasets.sort((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.digest, b.digest));
}

/** The dataset of an input; `undefined` for an input of another kind. @throws `DAMAGED_TRACKING_STORE` */
function readInput(runDir: string, path: string): RunDataset | undefined {
  const input = readMetaYaml(path, inputMeta);
  if (input.source_type !== "DATASET") return undefined;
  if (!/^\w+$/.test(input.source_id)) throw damaged(path, "its source_id is no id of a dataset");
  const datasets = join(dirname(runDir), LAYOUT.datasets);
  const datasetPath = join(datasets, input.source_id, LAYOUT.meta);
  assertNoLink(dirname(runDir), datasetPath, damaged);
  return { ...readMetaYaml(datasetPath, datasetRecord.schema), tags: input.tags ?? {} };
}

/** Records the models that a run made. */
export function writeOutputs(runDir: string, models: readonly ModelOutput[], files: SmallFiles): void {
  for (const { modelId, step } of models) {
    const output = metaYaml({
      source_type: "RUN_OUTPUT",
      source_id: modelId,
      destination_type: "MODEL_OUTPUT",
      destination_id: modelId,
      step,
      tags: {},
    });
    files.replace(join(runDir, LAYOUT.outputs, modelId, LAYOUT.meta), output, runDir);
  }
}

/** The models that a run made, sorted by step and id. Those that are damaged are left out. */
export function readOutputs(runDir: string, onDamage: OnDamage): ModelOutput[] {
  const folder = join(runDir, LAYOUT.outputs);
  return folderNames(folder, onDamage)
    .flatMap(
      (modelId) =>
        orDamaged(onDamage, () => {
          const path = join(folder, modelId, LAYOUT.meta);
          if (!isId(modelId)) throw damaged(path, "its folder is no id of a model");
          return { modelId, step: readMetaYaml(path, outputMeta).step };
        }) ?? [],
    )
    .sort((a, b) => a.step - b.step || byCodePoint(a.modelId, b.modelId));
}

/** MLflow's ids of datasets and inputs. They are not used for security. */
function md5(...parts: readonly string[]): string {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
