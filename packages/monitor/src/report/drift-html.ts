import { parseWith } from "@imdb/core";
import {
  badge,
  barChart,
  charts,
  formatNumber,
  formatPercent,
  type Html,
  type HtmlChild,
  histogram,
  notice,
  page,
  paragraph,
  stats,
  table,
} from "@imdb/report";
import { SIGNIFICANCE } from "../drift/compare-dataset.js";
import {
  type ColumnDrift,
  type ComparedColumn,
  type DriftReport,
  driftReportSchema,
  type TextDrift,
  type TopicsDrift,
  type WordDrift,
} from "../drift/report-schema.js";
import { type PageOptions, pageOptions } from "./page-options.js";
import { driftBadge, numberColumns, textColumns } from "./table-parts.js";

/**
 * Writes a drift report as one self-contained HTML page: the verdict, a table of the columns, their distributions,
 * topics and words. The page has no script and loads nothing. The same report gives the same bytes.
 *
 * @returns A document to write to a file as UTF-8.
 * @throws `INVALID_OPTION`; `SCHEMA_MISMATCH` when `report` is not a drift report.
 */
export function driftHtml(report: DriftReport, options: PageOptions = {}): string {
  const { title = "Drift report", subtitle } = pageOptions.resolve(options, "driftHtml");
  const checked = parseWith(driftReportSchema, report, "The report of driftHtml");
  const { referenceCount, currentCount, dataset, columns, words } = checked;
  const counts = `${formatNumber(currentCount)} texts now, compared with ${formatNumber(referenceCount)} of the reference`;
  return page({
    title,
    subtitle: subtitle === undefined ? counts : `${subtitle} · ${counts}`,
    lead: [
      verdict(checked),
      stats([
        {
          label: "drifted columns",
          value: `${dataset.driftedColumns} of ${dataset.comparedColumns}`,
          note: `dataset drift from ${formatPercent(dataset.threshold)} on`,
          tone: dataset.drifted ? "fail" : dataset.driftedColumns > 0 ? "warn" : "pass",
        },
        {
          label: "drifted words",
          value: formatNumber(words.drifted),
          note: `of ${formatNumber(words.tested)} tested, false discovery rate ${formatPercent(words.falseDiscoveryRate)}, from ${formatPercent(words.smallestDifference)} of the texts on`,
        },
        { label: "texts now", value: currentCount },
        { label: "texts in the reference", value: referenceCount },
      ]),
    ],
    sections: [
      { title: "Columns", body: columnTable(checked) },
      { title: "Distributions", body: charts(...columns.filter(hasBins).map(distribution)) },
      ...(checked.topics === null ? [] : [{ title: "Topics", body: topicSection(checked.topics) }]),
      { title: "Words", body: wordSection(checked) },
      ...(checked.text === null
        ? []
        : [{ title: "What tells the texts apart", body: termSection(checked.text) }]),
    ],
  });
}

function verdict({ dataset, currentCount }: DriftReport): Html {
  if (currentCount === 0) return notice("muted", "The window is empty: there is nothing to compare.");
  if (dataset.comparedColumns === 0) return notice("muted", "No column could be compared.");
  const share = `${dataset.driftedColumns} of ${dataset.comparedColumns} columns (${formatPercent(dataset.share)})`;
  if (dataset.drifted) return notice("fail", `The dataset has drifted: ${share} have.`);
  if (dataset.driftedColumns > 0) return notice("warn", `Some columns have drifted: ${share}.`);
  return notice("pass", "No column has drifted.");
}

function columnTable({ columns, correction }: DriftReport): HtmlChild {
  const corrected = columns.some((c) => c.status === "compared" && c.pValue !== null);
  return [
    table({
      caption: "Columns, the drifted ones first",
      columns: [
        ...textColumns("column", "state"),
        ...numberColumns("score", "drifted when"),
        ...textColumns("method"),
        ...numberColumns("mean before", "mean now", "missing before", "missing now"),
      ],
      rows: columns.map(columnRow),
    }),
    corrected && paragraph(`P-values are corrected for being many: ${correction}.`),
  ];
}

function columnRow(c: ColumnDrift): HtmlChild[] {
  if (c.status === "notCompared") {
    return [c.column, badge("muted", "not compared"), null, null, c.reason, null, null, null, null];
  }
  const { column, score, title, reference, current } = c;
  const figures = [reference.mean, current.mean, reference.missing, current.missing];
  return [column, driftBadge(c), score, driftedWhen(c), title, ...figures];
}

function driftedWhen({ result, threshold, pValue }: ComparedColumn): string {
  if (result === "pValue") return `p < ${formatNumber(threshold)}`;
  const distance = `≥ ${formatNumber(threshold)}`;
  return pValue === null ? distance : `${distance} and p < ${formatNumber(SIGNIFICANCE)}`;
}

type ColumnWithBins = ComparedColumn & { readonly bins: NonNullable<ComparedColumn["bins"]> };

function hasBins(c: ColumnDrift): c is ColumnWithBins {
  return c.status === "compared" && c.bins !== null;
}

function distribution({ column, drifted, bins }: ColumnWithBins): Html {
  const title = drifted ? `${column} (drifted)` : column;
  const windows = [
    { name: "reference", counts: bins.reference },
    { name: "now", counts: bins.current },
  ];
  if (bins.edges) {
    return histogram({ title, label: column, edges: bins.edges, series: windows, height: "share" });
  }
  const series = windows.map(({ name, counts }) => ({ name, values: shares(counts) }));
  return barChart({ title, label: "share", categories: bins.labels ?? [], series, format: formatPercent });
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return counts.map((n) => (total === 0 ? 0 : n / total));
}

function topicSection({ topics, drifted, pValue, significance, smallestDifference }: TopicsDrift): HtmlChild {
  return [
    paragraph(
      `${formatNumber(drifted)} of ${formatNumber(topics.length)} topics have drifted: corrected p-value under ${formatNumber(significance)} and a difference of ${formatPercent(smallestDifference)} of the texts or more. Over all of them p = ${formatNumber(pValue)}.`,
    ),
    table({
      caption: "Topics by their heaviest words, the drifted ones first",
      columns: [...textColumns("topic", "state"), ...shareColumns, ...numberColumns("corrected p-value")],
      rows: topics.map((t) => [t.topic, driftBadge(t), ...sharesOf(t), t.adjustedPValue]),
    }),
  ];
}

const shareColumns = numberColumns("texts before", "texts now");

function sharesOf(item: Pick<WordDrift, "referenceShare" | "currentShare">): string[] {
  return [formatPercent(item.referenceShare), formatPercent(item.currentShare)];
}

function wordSection({ words }: DriftReport): HtmlChild {
  const [more, less] = (["more", "less"] as const).map((change) =>
    words.strongest.filter((w) => w.change === change),
  );
  const rest = words.drifted - words.strongest.length;
  return [
    wordTable("Words in more texts than before, the surest first", more!, words.tested),
    wordTable("Words in fewer texts than before, the surest first", less!, words.tested),
    rest > 0 && paragraph(`${formatNumber(rest)} more have drifted and are not listed.`),
  ];
}

function wordTable(caption: string, words: readonly WordDrift[], tested: number): Html {
  return table({
    caption,
    columns: [...textColumns("word"), ...shareColumns, ...numberColumns("corrected p-value")],
    rows: words.map((w) => [w.word, ...sharesOf(w), w.adjustedPValue]),
    empty: tested === 0 ? "no word was frequent enough to be tested" : "none",
  });
}

function termSection({ rocAuc, pValue, terms }: TextDrift): HtmlChild {
  if (rocAuc === null) return paragraph("There are too few texts to tell apart.");
  return [
    paragraph(
      `A classifier tells texts of now from those before with a ROC AUC of ${formatNumber(rocAuc)} (0.5 is chance; p = ${formatNumber(pValue ?? Number.NaN)}).`,
    ),
    table({
      caption: "Terms by which the classifier decides, the heaviest first",
      columns: [...textColumns("term", "speaks for"), ...shareColumns, ...numberColumns("contribution")],
      rows: terms.map((t) => [
        t.term,
        badge("info", t.characteristicOf === "current" ? "now" : "before"),
        ...sharesOf(t),
        t.contribution,
      ]),
      empty: "the classifier has no weights to show",
    }),
  ];
}
