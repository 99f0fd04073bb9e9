import { byCodePoint, type ContentHash, type Example } from "@imdb/core";
import { type CleaningStep, recordsOf } from "../cleaning/cleaning-step.js";
import type { QualityReport } from "../quality/finding.js";
import type { SourceRecord } from "../sources/source.js";
import type { Splitter } from "../split/splitter.js";
import type { DatasetManifest } from "./manifest.js";

/** A part as the manifest describes it. */
export interface VersionedPart {
  readonly examples: readonly Example[];
  readonly version: ContentHash;
}

/** What a manifest is made of. */
export interface ManifestParts {
  readonly version: ContentHash;
  readonly sources: readonly SourceRecord[];
  readonly cleaning: readonly CleaningStep[];
  readonly split: Splitter;
  readonly parts: {
    readonly train: VersionedPart;
    readonly validation?: VersionedPart;
    readonly test: VersionedPart;
    readonly unlabelled: VersionedPart;
  };
  readonly counts: DatasetManifest["counts"];
  readonly quality: QualityReport;
}

/** Describes a dataset. */
export function buildManifest(made: ManifestParts): DatasetManifest {
  const { train, validation, test, unlabelled } = made.parts;
  const parts = {
    train: describe(train),
    ...(validation === undefined ? {} : { validation: describe(validation) }),
    test: describe(test),
    unlabelled: describe(unlabelled),
  };
  const all = [train, validation, test, unlabelled].flatMap((part) =>
    part === undefined ? [] : [part.examples],
  );
  return {
    schemaVersion: 1,
    version: made.version,
    sources: made.sources.map((source) => ({ ...source })),
    schema: schemaOf(all),
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

function describe({ examples, version }: VersionedPart): DatasetManifest["parts"]["train"] {
  const sizes = new Map<string, number>();
  for (const { label } of examples) if (label !== undefined) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const labels = Object.fromEntries([...sizes].sort(([a], [b]) => byCodePoint(a, b)));
  return { version, documents: examples.length, labels };
}

/** `string` for a field that every example has, `string?` for one that some have; attributes by their names. */
function schemaOf(parts: readonly (readonly Example[])[]): Record<string, string> {
  const fields = new Map<string, { types: Set<string>; count: number }>();
  const note = (field: string, value: unknown) => {
    if (value === undefined) return;
    const seen = fields.get(field);
    if (seen === undefined) fields.set(field, { types: new Set([typeof value]), count: 1 });
    else {
      seen.types.add(typeof value);
      seen.count++;
    }
  };
  let total = 0;
  for (const examples of parts) {
    for (const { id, text, label, group, split, attributes } of examples) {
      total++;
      note("id", id);
      note("text", text);
      note("label", label);
      note("group", group);
      note("split", split);
      for (const name in attributes) note(`attributes.${name}`, attributes[name]);
    }
  }
  const named = [...fields].map(([field, { types, count }]): [string, string] => {
    return [field, `${[...types].sort().join("|")}${count < total ? "?" : ""}`];
  });
  return Object.fromEntries(named.sort(([a], [b]) => byCodePoint(a, b)));
}

function copy<T>(params: T): never {
  return structuredClone(params) as never;
}
