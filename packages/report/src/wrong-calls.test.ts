import { ImdbError } from "@imdb/core";
import { describe, expect, test } from "vitest";
import * as report from "./index.js";

function refusal(call: () => unknown): ImdbError {
  try {
    call();
  } catch (error) {
    if (ImdbError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}

/** The functions of the package, with arguments of any type. */
const r = report as unknown as Readonly<{ [K in keyof typeof report]: (...args: unknown[]) => unknown }>;

const WITH_OPTIONS = [
  "badge",
  "barChart",
  "binCounts",
  "binEdges",
  "escapeHtml",
  "formatTime",
  "heatmap",
  "highlightedText",
  "histogram",
  "html",
  "keyValues",
  "lineChart",
  "link",
  "notice",
  "page",
  "parallelCoordinates",
  "raw",
  "renderHtml",
  "stats",
  "table",
  "timeline",
] as const;

describe.each(WITH_OPTIONS)("%s", (name) => {
  test.each([[[]], [[null]], [[7]], [[[null]]]])("refuses the arguments %j with a typed error", (args) => {
    const { code, message } = refusal(() => r[name](...args));
    expect(code).toBe("INVALID_OPTION");
    expect(message).toMatch(/^Option /);
  });
});

test.each([[[]], [[1]], [["a", "b"]]])("binCounts refuses the edges %j", (edges) => {
  expect(refusal(() => r.binCounts([1], edges))).toMatchObject({
    code: "INVALID_OPTION",
    details: { option: "edges" },
  });
});

const title = "t";
const axes = { x: { label: "x" }, y: { label: "y" } };

test.each<[string, () => unknown, RegExp]>([
  ["page", () => r.page({ title, section: [] }), /^There is no option section of page/],
  [
    "page",
    () => r.page({ title, sections: [{ title: 1, body: "" }] }),
    /Option title of sections\[0\] of page is 1/,
  ],
  [
    "table",
    () => r.table({ caption: "c", columns: ["a"], rows: [] }),
    /Option options of columns\[0\] of table is "a"/,
  ],
  ["table", () => r.table({ caption: "c", columns: [], rows: [1] }), /Option rows of table/],
  [
    "stats",
    () => r.stats([{ label: "a", value: 1, tone: "red" }]),
    /Option tone of tiles\[0\] of stats is "red"/,
  ],
  ["badge", () => r.badge("red", "a"), /Option tone of badge is "red"/],
  [
    "lineChart",
    () => r.lineChart({ title, ...axes, series: [{ name: "a", x: [1] }] }),
    /y of series\[0\] of lineChart/,
  ],
  [
    "lineChart",
    () => r.lineChart({ title, ...axes, x: { label: "x", scale: "log10" }, series: [] }),
    /Option scale of the axis x of lineChart is "log10"/,
  ],
  [
    "lineChart",
    () => r.lineChart({ title, ...axes, series: [], rules: [{ axis: "z", value: 1, label: "l" }] }),
    /Option axis of rules\[0\] of lineChart is "z"/,
  ],
  [
    "barChart",
    () => r.barChart({ title, label: "l", categories: [], series: [], sort: 1 }),
    /no option sort of barChart/,
  ],
  [
    "histogram",
    () => r.histogram({ title, label: "l", series: [{ name: "a" }] }),
    /values of series\[0\] of histogram/,
  ],
  [
    "histogram",
    () => r.histogram({ title, label: "l", edges: [0, 1], series: [{ name: "a", values: [] }] }),
    /no option values of series\[0\] of histogram/,
  ],
  [
    "heatmap",
    () => r.heatmap({ title, rows: [], columns: [], rowLabel: "", columnLabel: "" }),
    /values of heatmap/,
  ],
  [
    "timeline",
    () => r.timeline({ title, bars: [{ label: "a", start: "now", end: 2 }] }),
    /start of bars\[0\] of timeline/,
  ],
  ["parallelCoordinates", () => r.parallelCoordinates({ title, lines: [1], axes: [] }), /lines\[0\]/],
  [
    "highlightedText",
    () => r.highlightedText("a", [{ start: 0, end: 1 }]),
    /weight of spans\[0\] of highlightedText/,
  ],
])("%s names what is wrong", (_, call, message) => {
  const error = refusal(call);
  expect(error.message).toMatch(message);
  expect(error.remedy).not.toBe("");
});
