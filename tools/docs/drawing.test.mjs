import assert from "node:assert/strict";
import { test } from "node:test";
import { instance } from "@viz-js/viz";
import { drawingToSvg, parseDrawing } from "./drawing.mjs";

const TEXT = `
down
title What is <drawn>
text *= Raw text | string
model = Model
group Ours: model
text -> model: words & pairs
model --> text
`;

test("a description becomes boxes, groups and arrows", () => {
  const { direction, title, boxes, groups, arrows } = parseDrawing(TEXT);
  assert.deepEqual([direction, title], ["TB", "What is <drawn>"]);
  assert.deepEqual(boxes.get("text"), { lines: ["Raw text", "string"], standsOut: true });
  assert.deepEqual(groups, [{ name: "Ours", ids: ["model"] }]);
  assert.deepEqual(
    arrows.map(({ label, isDashed }) => [label, isDashed]),
    [
      ["words & pairs", false],
      ["", true],
    ],
  );
});

test("a line that is no statement, and a box that is missing, are refused", () => {
  assert.throws(() => parseDrawing("text => model"), /cannot read "text => model"/);
  assert.throws(() => parseDrawing("text = Text\ntext -> model"), /no box is called "model"/);
});

test("the picture has its title, escaped texts and colours for dark pages, and is the same each time", async () => {
  const [first, second] = [await instance(), await instance()].map((viz) =>
    drawingToSvg(parseDrawing(TEXT), viz),
  );
  assert.equal(first, second);
  assert.match(first, /<title>What is &lt;drawn&gt;<\/title>/);
  assert.match(first, />words &amp; pairs<\/text>/);
  assert.match(first, /prefers-color-scheme: dark/);
  assert.doesNotMatch(first, /Helvetica/);
});
