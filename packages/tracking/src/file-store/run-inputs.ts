import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import * as z from "zod";
import type { ModelOutput, RunDataset } from "../entities/run.js";
import { datasetRecord } from "../mlflow/records.js";
import { integer, text } from "../mlflow/values.js";
import { folderNames, hasMeta, LAYOUT } from "./layout.js";
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

/** The datasets that a run used, sorted by name and digest. */
export function readInputs(runDir: string): RunDataset[] {
  const folder = join(runDir, LAYOUT.inputs);
  const datasets: RunDataset[] = [];
  for (const name of folderNames(folder)) {
    const input = readMetaYaml(join(folder, name, LAYOUT.meta), inputMeta);
    const datasetDir = join(dirname(runDir), LAYOUT.datasets, input.source_id);
    if (input.source_type !== "DATASET" || !/^\w+$/.test(input.source_id) || !hasMeta(datasetDir)) continue;
    const dataset = readMetaYaml(join(datasetDir, LAYOUT.meta), datasetRecord.schema);
    datasets.push({ ...dataset, tags: input.tags ?? {} });
  }
  return datasets.sort((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.digest, b.digest));
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

/** The models that a run made, sorted by step and id. */
export function readOutputs(runDir: string): ModelOutput[] {
  const folder = join(runDir, LAYOUT.outputs);
  return folderNames(folder)
    .filter((modelId) => hasMeta(join(folder, modelId)))
    .map((modelId) => ({ modelId, step: readMetaYaml(join(folder, modelId, LAYOUT.meta), outputMeta).step }))
    .sort((a, b) => a.step - b.step || byCodePoint(a.modelId, b.modelId));
}

/** MLflow's ids of datasets and inputs. They are not used for security. */
function md5(...parts: readonly string[]): string {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
