import { byCodePoint, type Example } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import {
  badge,
  barChart,
  charts,
  formatNumber,
  type Html,
  histogram,
  html,
  keyValues,
  notice,
  page,
  stats,
  type Tone,
  table,
} from "@imdb/report";
import { type Dataset, datasetRule } from "../dataset/dataset.js";
import { partsOf } from "../description/describe.js";
import type { QualityFinding, Severity } from "../quality/finding.js";
import { descriptionSection } from "./description-section.js";
import { excerpt, foundIn, placeOfRow, textOfRow } from "./found-examples.js";

const TONES: Record<Severity, Tone> = { info: "info", warning: "warn", error: "fail" };
const LONGEST_SHOWN = 0.99;

/**
 * The quality report of a dataset as one self-contained HTML page: findings, the documents as {@link describe} has them,
 * counts, lengths, groups, rows in no part, lineage. Documents are named by file and row. The same files make the same bytes.
 *
 * @throws `INVALID_OPTION`
 */
export function renderQualityReport(dataset: Dataset): string {
  checkOption("dataset", dataset, datasetRule, "renderQualityReport");
  const { quality, manifest } = dataset;
  const parts = partsOf(dataset);
  const count = (severity: Severity) =>
    quality.findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  return page({
    title: "Data quality",
    subtitle: html`version ${dataset.version}`,
    lead: [
      errors + warnings === 0
        ? notice("pass", `${quality.checks.length} checks found nothing above their thresholds.`)
        : notice(
            errors > 0 ? "fail" : "warn",
            `${errors} errors and ${warnings} warnings in ${quality.checks.length} checks.`,
          ),
      stats([
        ...parts.map(([part, examples]) => ({ label: part, value: examples.length, note: "documents" })),
        { label: "not valid", value: manifest.counts.invalid, note: "rows" },
        { label: "removed", value: manifest.counts.removed, note: "to repair leaks" },
      ]),
    ],
    sections: [
      { title: "Findings", body: findings(dataset, parts) },
      { title: "The documents", body: descriptionSection(dataset) },
      {
        title: "Labels and lengths",
        body: charts([labelChart(dataset), lengthChart(parts), groupChart(parts)]),
      },
      { title: "Rows that are in no part", body: quarantined(dataset) },
      { title: "Lineage", body: lineage(dataset) },
    ],
    footer: "Made by @imdb/data-pipeline.",
  });
}

function findings(dataset: Dataset, parts: ReturnType<typeof partsOf>): Html {
  const { quality } = dataset;
  const show = foundIn(dataset, parts);
  return table({
    caption: "What each check found",
    columns: [{ header: "check" }, { header: "severity" }, { header: "finding" }, { header: "for example" }],
    rows: quality.checks.flatMap((check) => {
      const all = quality.findings.filter((finding) => finding.check === check);
      if (all.length === 0) return [[check, badge("pass", "nothing"), "", ""]];
      return all.map((found) => [
        check,
        badge(TONES[found.severity], found.severity),
        findingText(found),
        html`${found.examples.map(show)}`,
      ]);
    }),
  });
}

function findingText({ message, observed, expected, remedy }: QualityFinding): Html {
  const lines = [
    message,
    ...(observed === undefined ? [] : [`Observed: ${observed}`]),
    ...(expected === undefined ? [] : [`Expected: ${expected}`]),
    ...(remedy === undefined ? [] : [remedy]),
  ];
  return html`${lines.map((line) => html`<p>${line}</p>`)}`;
}

function labelChart({ manifest }: Dataset): Html {
  const parts = Object.entries(manifest.parts).flatMap(([name, part]) =>
    part === undefined || name === "unlabelled"
      ? []
      : [{ name, values: manifest.labels.map((l) => part.labels[l] ?? 0) }],
  );
  return barChart({
    title: "Documents of each label",
    label: "documents",
    categories: manifest.labels,
    series: parts,
  });
}

function lengthChart(parts: readonly [string, readonly Example[]][]): Html {
  const series = parts.map(([name, examples]) => ({
    name,
    values: Float64Array.from(examples, (e) => e.text.length),
  }));
  const all = Float64Array.from(series.flatMap(({ values }) => Array.from(values))).sort();
  const end = all[Math.floor(LONGEST_SHOWN * (all.length - 1))] ?? 1;
  return histogram({
    title: "Lengths of the texts",
    label: "characters",
    series,
    range: [0, Math.max(end, 1)],
    note: `The longest ${formatNumber(100 * (1 - LONGEST_SHOWN), 2)} % count in the last bin.`,
  });
}

function groupChart(parts: readonly [string, readonly Example[]][]): Html {
  const series = parts.map(([name, examples]) => {
    const sizes = new Map<string, number>();
    for (const { group } of examples) if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    const sorted = [...sizes].sort(([a], [b]) => byCodePoint(a, b));
    return { name, values: Float64Array.from(sorted, ([, size]) => size) };
  });
  return histogram({ title: "Sizes of the groups", label: "documents in a group", series });
}

function quarantined(dataset: Dataset): Html {
  const { quarantined: rows } = dataset;
  const shown = rows.slice(0, 100);
  return table({
    caption: `${formatNumber(rows.length)} rows${rows.length > shown.length ? `, the first ${shown.length}` : ""}`,
    columns: [
      { header: "row" },
      { header: "line" },
      { header: "field" },
      { header: "reason" },
      { header: "as read" },
    ],
    rows: shown.map((row) => [
      placeOfRow(dataset, row),
      row.line ?? "",
      row.field ?? "",
      row.problem,
      excerpt(textOfRow(row)),
    ]),
  });
}

function lineage({ manifest }: Dataset): Html {
  const { sources, cleaning, split } = manifest;
  return keyValues([
    ...sources.map(({ kind, name, sha256 }): [string, string] => [
      `source (${kind})`,
      `${name} ${sha256 ?? ""}`.trim(),
    ]),
    ["cleaning", cleaning.map(({ name, version }) => `${name} v${version}`).join(", ") || "none"],
    ["split", `${split.kind} ${JSON.stringify(split.params)}`],
    ...Object.entries(manifest.parts).flatMap(([part, made]): [string, string][] =>
      made === undefined ? [] : [[`version of ${part}`, made.version]],
    ),
  ]);
}
