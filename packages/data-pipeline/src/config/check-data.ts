import { ImdbError, type RunOptions } from "@imdb/core";
import { checkOption, checkRun } from "@imdb/core/options";
import type { Dataset } from "../dataset/dataset.js";
import type { QualityFinding } from "../quality/finding.js";
import { filesByPart, type PipelineConfig, pipelineConfigRule } from "./config-schema.js";
import { loadPipelineConfig } from "./load-config.js";
import { pipelineFromConfig } from "./pipeline-from-config.js";
import { sourceFromConfig } from "./source-from-config.js";

/** One step of a check, with its outcome. */
export interface CheckStep {
  readonly name: "configuration" | "source" | "data";
  readonly ok: boolean;
  readonly message: string;
  /** What to do when it failed. */
  readonly remedy?: string;
  /** The code of the error when it failed. */
  readonly code?: string;
}

/** The outcome of {@link checkData}. */
export interface DataCheck {
  readonly ok: boolean;
  /** The steps up to the first that failed. */
  readonly steps: readonly CheckStep[];
  readonly findings: readonly QualityFinding[];
  /** Present when all data could be read. */
  readonly dataset?: Dataset;
}

/**
 * Checks a configuration before a model is trained: the configuration itself, the source, then the data with all checks
 * of the pipeline. Failures are returned and not thrown; quality errors are findings.
 *
 * @param config  The path of a configuration file, or a configuration.
 * @throws `CANCELLED`, `INVALID_OPTION` for run options that are none, and errors that are not typed
 */
export async function checkData(config: string | PipelineConfig, run: RunOptions = {}): Promise<DataCheck> {
  checkRun(run, "checkData");
  const steps: CheckStep[] = [];
  const attempt = async <T>(name: CheckStep["name"], work: () => Promise<T>, done: (value: T) => string) => {
    try {
      const value = await work();
      steps.push({ name, ok: true, message: done(value) });
      return value;
    } catch (error) {
      if (!ImdbError.isInstance(error) || error.code === "CANCELLED") throw error;
      const { message, remedy, code } = error;
      steps.push({ name, ok: false, message, remedy, code });
      return undefined;
    }
  };
  const failed = (): DataCheck => ({ ok: false, steps, findings: [] });

  const loaded = await attempt(
    "configuration",
    async () => {
      const parsed =
        typeof config === "string"
          ? await loadPipelineConfig(config)
          : checkOption("config", config, pipelineConfigRule);
      // The findings are judged below.
      return {
        parsed,
        pipeline: pipelineFromConfig({ ...parsed, data: { ...parsed.data, fail_on: "never" } }),
      };
    },
    ({ parsed }) =>
      `The configuration is valid: split ${parsed.data.split}, seed ${parsed.data.random_state}.`,
  );
  if (loaded === undefined) return failed();
  const { parsed, pipeline } = loaded;
  const source = await attempt(
    "source",
    () => sourceFromConfig(parsed, run),
    ({ kind }) => `The source is ${pathWords(parsed.data.path)} (${kind}).`,
  );
  if (source === undefined) return failed();
  const dataset = await attempt(
    "data",
    () => pipeline.process(source, run),
    ({ version, manifest }) => `${manifest.counts.read.toLocaleString("en-US")} rows, version ${version}.`,
  );
  if (dataset === undefined) return failed();
  const { findings } = dataset.quality;
  const bad =
    parsed.data.fail_on === "never" ? [] : parsed.data.fail_on === "error" ? ["error"] : ["error", "warning"];
  return { ok: !findings.some(({ severity }) => bad.includes(severity)), steps, findings, dataset };
}

function pathWords(path: PipelineConfig["data"]["path"]): string {
  if (typeof path === "string") return path;
  return filesByPart(path)
    .map(([part, { path, entry }]) => `${part}: ${path}${entry === undefined ? "" : `, ${entry}`}`)
    .join(", ");
}
