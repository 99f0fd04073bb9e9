import { byCodePoint, type ContentHash, contentHash } from "@imdb/core";
import { type CleaningStep, recordsOf } from "../cleaning/cleaning-step.js";
import type { Part } from "../quality/check.js";
import type { QualityReport } from "../quality/finding.js";
import type { SourceRecord } from "../sources/source.js";
import type { Splitter } from "../split/splitter.js";
import type { DatasetManifest } from "./manifest.js";
import type { Tally } from "./tally.js";

/** The version of each part; a validation part only where there is one. */
export interface PartVersions {
  readonly train: ContentHash;
  readonly validation?: ContentHash;
  readonly test: ContentHash;
  readonly unlabelled: ContentHash;
}

/** What a manifest is made of. */
export interface ManifestParts {
  readonly sources: readonly SourceRecord[];
  readonly cleaning: readonly CleaningStep[];
  readonly split: Splitter;
  readonly versions: PartVersions;
  readonly tally: Tally;
  readonly counts: DatasetManifest["counts"];
  readonly quality: QualityReport;
}

const ORDER = ["train", "validation", "test", "unlabelled"] as const;

/** The version of a dataset: the content hash of its parts' names and versions. */
function datasetVersion(versions: PartVersions): ContentHash {
  return contentHash(ORDER.flatMap((part) => (versions[part] === undefined ? [] : [[part, versions[part]]])));
}

/** Describes a dataset. */
export function buildManifest({ versions, tally, ...made }: ManifestParts): DatasetManifest {
  const describe = (part: Part, version: ContentHash) => ({
    version,
    documents: tally.documents(part),
    labels: tally.labels(part),
  });
  const parts = {
    train: describe("train", versions.train),
    ...(versions.validation === undefined ? {} : { validation: describe("validation", versions.validation) }),
    test: describe("test", versions.test),
    unlabelled: describe("unlabelled", versions.unlabelled),
  };
  return {
    schemaVersion: 1,
    version: datasetVersion(versions),
    sources: made.sources.map((source) => ({ ...source })),
    schema: tally.schema(),
    cleaning: recordsOf(made.cleaning).map((step) => ({ ...step, params: copy(step.params) })),
    split: { kind: made.split.kind, params: copy(made.split.params) },
    labels: [...new Set(Object.values(parts).flatMap(({ labels }) => Object.keys(labels)))].sort(byCodePoint),
    counts: made.counts,
    parts,
    quality: {
      checks: [...made.quality.checks],
      findings: made.quality.findings.map((finding) => ({ ...finding, examples: [...finding.examples] })),
    },
  };
}

/** A manifest is its own: changing what it was made of does not change it. */
function copy<T>(params: T): never {
  return structuredClone(params) as never;
}
