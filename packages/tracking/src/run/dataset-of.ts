import type { DatasetInput } from "@imdb/core";
import { DATASET_CONTEXT_TAG, type RunDataset } from "../entities/run.js";

/** A dataset with its columns, where they are known. */
export interface LoggedDataset extends DatasetInput {
  /** Column names and MLflow types (`string`, `double`, `long`, …). Default: a text and a label. */
  readonly schema?: readonly { readonly name: string; readonly type: string }[];
  /** What `source` is: `local` (default), `http`, `code`. */
  readonly sourceType?: string;
}

const DIGEST_LENGTH = 36;
const TEXT_AND_LABEL = [
  { name: "text", type: "string" },
  { name: "label", type: "string" },
];

/**
 * A dataset input as MLflow keeps it: source, schema and profile are JSON texts. MLflow's digests have at most
 * 36 characters, so a longer one (a SHA-256) is cut, and whole in the profile.
 */
export function datasetOf(input: LoggedDataset): RunDataset {
  const digest = input.digest.replace(/^sha256:/, "").slice(0, DIGEST_LENGTH);
  const columns = (input.schema ?? TEXT_AND_LABEL).map((column) => ({ ...column, required: true }));
  return {
    name: input.name,
    digest,
    sourceType: input.sourceType ?? (/^https?:/.test(input.source) ? "http" : "local"),
    source: JSON.stringify(/^https?:/.test(input.source) ? { url: input.source } : { uri: input.source }),
    schema: JSON.stringify({ mlflow_colspec: columns }),
    profile: JSON.stringify({ ...input.profile, version: input.digest }),
    tags: { [DATASET_CONTEXT_TAG]: input.context },
  };
}
