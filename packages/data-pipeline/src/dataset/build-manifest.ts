import { byCodePoint, cleaningRecords, positiveIndex } from "@imdb/core";
import type { CleaningStep } from "@imdb/core/cleaning";
import type { QualityReport } from "../quality/finding.js";
import type { Part } from "../quality/part.js";
import type { SourceRecord } from "../sources/source.js";
import type { Splitter } from "../split/splitter.js";
import type { DatasetManifest } from "./manifest.js";
import type { Tally } from "./tally.js";
import { datasetVersion, type PartVersions } from "./version.js";

/** The contents of a manifest. */
export interface ManifestParts {
  readonly sources: readonly SourceRecord[];
  readonly cleaning: readonly CleaningStep[];
  readonly split: Splitter;
  readonly versions: PartVersions;
  readonly tally: Tally;
  readonly counts: DatasetManifest["counts"];
  readonly quality: QualityReport;
  readonly positive: string | undefined;
}

/**
 * Makes the manifest of a dataset. It shares no objects with its arguments, so that later changes do not reach it.
 *
 * @throws `INVALID_OPTION` for a positive class that is none of two labels.
 */
export function buildManifest({ versions, tally, ...made }: ManifestParts): DatasetManifest {
  const parts = Object.entries(versions).map(
    ([part, version]) =>
      [
        part,
        { version, documents: tally.documents(part as Part), labels: tally.labels(part as Part) },
      ] as const,
  );
  const { checks, findings } = structuredClone(made.quality);
  const labels = [...new Set(parts.flatMap(([, { labels }]) => Object.keys(labels)))].sort(byCodePoint);
  if (made.positive !== undefined) positiveIndex(labels, made.positive);
  return {
    schemaVersion: 1,
    version: datasetVersion(versions),
    sources: structuredClone(made.sources) as DatasetManifest["sources"],
    schema: tally.schema(),
    cleaning: structuredClone(cleaningRecords(made.cleaning)) as DatasetManifest["cleaning"],
    split: structuredClone({ kind: made.split.kind, params: made.split.params }) as DatasetManifest["split"],
    labels,
    ...(made.positive !== undefined && { positive: made.positive }),
    counts: made.counts,
    parts: Object.fromEntries(parts) as DatasetManifest["parts"],
    quality: { checks, findings },
  };
}
