import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import { filled, inside, SOME_TEXTS, TEXTS } from "../../../../tools/cost/inputs.mjs";
import {
  barChart,
  escapeHtml,
  formatNumber,
  heatmap,
  highlightedText,
  histogram,
  html,
  keyValues,
  lineChart,
  link,
  page,
  parallelCoordinates,
  preformatted,
  renderHtml,
  type TextSpan,
  table,
  timeline,
} from "../index.js";

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({ name: "escapeHtml", inputs: TEXTS, run: (text: string) => escapeHtml(text).length }),
  costEntry({
    name: "html",
    inputs: { ...SOME_TEXTS, ...lists() },
    run: (child: string | string[]) => renderHtml(html`<p>${child}</p>`).length,
  }),
  costEntry({
    name: "link",
    inputs: { ...SOME_TEXTS, "a long path": filled("a/"), "white space behind": filled(" ", "a") },
    run: (text: string) => renderHtml(link(text)).length,
  }),
  costEntry({
    name: "page",
    inputs: { ...SOME_TEXTS, ...lists() },
    run: (given: string | string[]) =>
      page({ title: "t", sections: [given].flat().map((title) => ({ title, body: title })) }).length,
  }),
  costEntry({
    name: "table",
    inputs: lists(),
    run: (names: string[]) =>
      renderHtml(
        table({
          caption: "c",
          columns: [{ header: "a" }, { header: "b", kind: "number" }],
          rows: names.map((name) => [name, 1]),
        }),
      ).length,
  }),
  costEntry({
    name: "keyValues and preformatted",
    inputs: SOME_TEXTS,
    run: (text: string) =>
      renderHtml(keyValues([[text, text]])).length + renderHtml(preformatted(text)).length,
  }),
  costEntry({
    name: "highlightedText",
    inputs: spans(),
    run: ({ text, list }: Highlights) => renderHtml(highlightedText(text, list)).length,
  }),
  costEntry({
    name: "barChart",
    inputs: lists(),
    run: (categories: string[]) =>
      renderHtml(
        barChart({
          title: "t",
          label: "l",
          categories,
          series: [{ name: "s", values: categories.map((_, i) => i) }],
        }),
      ).length,
  }),
  costEntry({
    name: "histogram",
    inputs: numbers(),
    run: (values: number[]) =>
      renderHtml(histogram({ title: "t", label: "l", series: [{ name: "s", values }] })).length,
  }),
  costEntry({
    name: "lineChart",
    inputs: numbers(),
    run: (values: number[]) =>
      renderHtml(
        lineChart({
          title: "t",
          x: { label: "x" },
          y: { label: "y" },
          series: [{ name: "s", x: values, y: values }],
        } as never),
      ).length,
  }),
  costEntry({
    name: "heatmap",
    inputs: lists(),
    run: (rows: string[]) =>
      renderHtml(
        heatmap({
          title: "t",
          rows,
          columns: ["a"],
          values: rows.map(() => [1]),
          rowLabel: "r",
          columnLabel: "c",
        } as never),
      ).length,
  }),
  costEntry({
    name: "timeline",
    inputs: lists(),
    run: (rows: string[]) =>
      renderHtml(
        timeline({ title: "t", bars: rows.map((label) => ({ label, start: 0, end: 1, tone: "pass" })) }),
      ).length,
  }),
  costEntry({
    name: "parallelCoordinates",
    inputs: numbers(),
    run: (values: number[]) =>
      renderHtml(
        parallelCoordinates({
          title: "t",
          lines: values.map(String),
          axes: [
            { label: "a", values },
            { label: "b", values },
          ],
        }),
      ).length,
  }),
  costEntry({
    name: "formatNumber",
    inputs: numbers(),
    run: (values: number[]) => void values.map((value) => formatNumber(value)),
  }),
];

function lists(): Record<string, MakeInput<string[]>> {
  return {
    ...inside(SOME_TEXTS, (text) => [text]),
    "many names": (n) => Array.from({ length: n / 8 }, (_, i) => `n${i}`),
    "one name again": (n) => Array<string>(n / 8).fill("n"),
  };
}

function numbers(): Record<string, MakeInput<number[]>> {
  return {
    "many numbers": (n) => Array.from({ length: n / 8 }, (_, i) => i),
    "one number again": (n) => Array<number>(n / 8).fill(1),
    "numbers of all sizes": (n) => Array.from({ length: n / 8 }, (_, i) => 10 ** ((i % 600) - 300)),
  };
}

/** A text with the parts to highlight. */
interface Highlights {
  readonly text: string;
  readonly list: readonly TextSpan[];
}

function spans(): Record<string, MakeInput<Highlights>> {
  const of = (n: number, spanOf: (i: number, length: number) => readonly [number, number]): Highlights => {
    const length = n / 2;
    const list = Array.from({ length: n / 32 }, (_, i) => {
      const [start, end] = spanOf(i, length);
      return { start, end, weight: i % 2 === 0 ? 1 : -0.5 };
    });
    return { text: "a".repeat(length), list };
  };
  return {
    "spans of everything": (n) => of(n, (_, length) => [0, length]),
    "spans of one letter": (n) => of(n, (i, length) => [i % length, (i % length) + 1]),
    "spans in one another": (n) => of(n, (i, length) => [i % length, length - (i % length)]),
    "spans outside": (n) => of(n, () => [-1e9, 1e9]),
  };
}
