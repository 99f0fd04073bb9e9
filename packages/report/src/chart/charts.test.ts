import { ShapeMismatch } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  barChart,
  type Html,
  heatmap,
  highlightedText,
  histogram,
  lineChart,
  parallelCoordinates,
  renderHtml,
  table,
  timeline,
} from "../index.js";

const odd = fc.oneof(
  fc.double(),
  fc.constantFrom(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    -0,
    1e308,
    -1e308,
    5e-324,
  ),
);
const axes = { x: { label: "x" }, y: { label: "y" } };

/** Coordinates a browser would refuse or misread. */
function expectDrawable(chart: Html): void {
  const markup = renderHtml(chart);
  const attributes = [...markup.matchAll(/ (?:[xyd]|c[xy]|r|width|height|viewBox)="([^"]*)"/g)].map(
    (m) => m[1],
  );
  expect(attributes.filter((value) => /NaN|Infinity|undefined|e\d/.test(value!))).toEqual([]);
  expect([...markup.matchAll(/(?:width|height)="-/g)]).toEqual([]);
  expect(markup).toMatch(/<svg [^>]*role="img"[^>]*>\s*<title>[^<]+<\/title><desc>[^<]+<\/desc>/);
}

describe("charts of any numbers can be drawn, and have a name and a description", () => {
  const run = (check: (values: number[]) => Html) =>
    fc.assert(fc.property(fc.array(odd, { maxLength: 12 }), (values) => expectDrawable(check(values))));

  test("bar chart", () =>
    run((values) =>
      barChart({
        title: "t",
        label: "l",
        categories: values.map(String),
        series: [{ name: "a", values, intervals: values.map((v) => [v - 1, v + 1] as const) }],
      }),
    ));
  test("histogram", () =>
    run((values) =>
      histogram({
        title: "t",
        label: "l",
        series: [
          { name: "a", values },
          { name: "b", values: [] },
        ],
      }),
    ));
  test.each(["linear", "log"] as const)("line chart, %s", (scale) =>
    run((values) =>
      lineChart({
        title: "t",
        x: { label: "x" },
        y: { label: "y", scale },
        series: [{ name: "a", x: values.map((_, i) => i), y: values, band: { low: values, high: values } }],
      }),
    ),
  );
  test.each(["linear", "log"] as const)("parallel coordinates, %s", (scale) =>
    run((values) =>
      parallelCoordinates({
        title: "t",
        lines: values.map((_, i) => `line ${i}`),
        axes: [
          { label: "number", values, scale },
          { label: "category", values: values.map((value, i) => (i % 3 ? String(value) : undefined)) },
        ],
      }),
    ),
  );
  test("heatmap", () =>
    run((values) =>
      heatmap({
        title: "t",
        rows: ["r"],
        columns: values.map(String),
        rowLabel: "a",
        columnLabel: "b",
        values: [values],
      }),
    ));
  test("timeline", () =>
    run((values) =>
      timeline({ title: "t", bars: values.map((v, i) => ({ label: `${i}`, start: 0, end: v })) }),
    ));
});

describe("charts show their data", () => {
  test("a description lists the bars, for screen readers", () => {
    const chart = barChart({
      title: "t",
      label: "share",
      categories: ["a", "b"],
      series: [{ name: "s", values: [1, 2.5] }],
    });
    expect(renderHtml(chart)).toContain("<desc>Bar chart of share for s. a: 1; b: 2.5.</desc>");
  });

  test("the bars of a histogram are the counts", () => {
    const chart = renderHtml(
      histogram({ title: "t", label: "l", edges: [0, 1, 2], series: [{ name: "s", counts: [30, 10] }] }),
    );
    const heights = [...chart.matchAll(/<rect [^>]* height="([\d.]+)">/g)].map((m) => Number(m[1]));
    expect(heights[0]! / heights[1]!).toBeCloseTo(3, 1);
  });

  test("the number of values that cannot be drawn is on the chart", () => {
    const chart = histogram({ title: "t", label: "l", series: [{ name: "s", values: [1, 2, Number.NaN] }] });
    expect(renderHtml(chart)).toContain("not finite: 1.");
  });

  test("a chart of 100,000 points stays small", () => {
    const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const y = x.map((v) => Math.sin(v));
    expect(renderHtml(lineChart({ title: "t", ...axes, series: [{ name: "a", x, y }] })).length).toBeLessThan(
      40_000,
    );
  });

  test("lists of different lengths are refused", () => {
    const wrong = [
      () => lineChart({ title: "t", ...axes, series: [{ name: "a", x: [1], y: [] }] }),
      () => barChart({ title: "t", label: "l", categories: ["a"], series: [{ name: "a", values: [] }] }),
      () => heatmap({ title: "t", rows: ["a"], columns: [], rowLabel: "", columnLabel: "", values: [] }),
      () => heatmap({ title: "t", rows: ["a"], columns: [], rowLabel: "", columnLabel: "", values: [[1]] }),
      () => histogram({ title: "t", label: "l", edges: [0, 1], series: [{ name: "s", counts: [] }] }),
      () => parallelCoordinates({ title: "t", lines: ["a"], axes: [{ label: "x", values: [] }] }),
      () => table({ caption: "t", columns: [{ header: "a" }], rows: [["a", "b"]] }),
    ];
    for (const make of wrong) {
      let thrown: unknown;
      try {
        make();
      } catch (error) {
        thrown = error;
      }
      expect(ShapeMismatch.is(thrown), String(make)).toBe(true);
    }
  });
});

describe("highlightedText", () => {
  test("highlights by sign and strength, adds overlapping weights, and keeps every character", () => {
    const marked = renderHtml(
      highlightedText("good <bad>", [
        { start: 0, end: 4, weight: 2 },
        { start: 6, end: 9, weight: -0.5 },
        { start: -5, end: 400, weight: Number.NaN },
      ]),
    );
    expect(marked).toBe(
      '<div class="text"><mark class="for2" title="2">good</mark> &lt;<mark class="against1" title="−0.5">bad</mark>&gt;</div>\n',
    );
  });

  test("does not divide a character", () => {
    expect(renderHtml(highlightedText("a\u{1f600}b", [{ start: 0, end: 2, weight: 1 }]))).not.toContain(
      "\ufffd",
    );
  });
});
