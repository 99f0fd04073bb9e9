import type { Example } from "@imdb/core";
import { expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { groupedSplit } from "../split/grouped-split.js";
import type { Splitter } from "../split/splitter.js";
import { stratifiedSplit } from "../split/stratified-split.js";

const made = (count: number, rest: (i: number) => Partial<Example>): Example[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `d${String(i).padStart(3, "0")}`,
    text: `words of text ${i}`,
    ...rest(i),
  }));

const findingOf = async (split: Splitter, examples: readonly Example[]) => {
  const { quality, manifest } = await createPipeline({ split, failOn: "never" }).process([...examples]);
  return {
    finding: quality.findings.find(({ check }) => check === "split-shares"),
    moved: manifest.counts.moved,
  };
};

test("a split that is as asked, of which nothing is kept together, is no finding", async () => {
  const examples = made(100, (i) => ({ label: i % 5 === 0 ? "spam" : "ham" }));
  expect((await findingOf(stratifiedSplit({ testSize: 0.2 }), examples)).finding).toBeUndefined();
});

test("duplicates that are kept together are reported, and the shares hold", async () => {
  const examples = made(100, (i) => ({
    label: i % 5 === 0 ? "spam" : "ham",
    ...(i % 10 === 0 && { text: "win a prize now" }),
  }));
  const { finding, moved } = await findingOf(stratifiedSplit({ testSize: 0.2 }), examples);
  expect(finding).toMatchObject({ severity: "info", count: 0 });
  expect(finding?.message).toBe(
    "ham: 16 of 80 in test (20.0 %, asked 20.0 %); spam: 4 of 20 in test (20.0 %, asked 20.0 %); 1 set of groups or duplicates (10 documents) was kept together.",
  );
  expect(moved).toBe(0);
});

test("groups that are too large for the shares are a warning with the numbers of each label", async () => {
  const examples = made(100, (i) => ({ label: i < 50 ? "a" : "b", group: i < 50 ? "one" : `g${i % 5}` }));
  const { finding } = await findingOf(groupedSplit({ testSize: 0.2 }), examples);
  expect(finding).toMatchObject({ severity: "warning", count: 10, examples: ["a in test"] });
  expect(finding?.message).toContain("a: 0 of 50 in test (0.0 %, asked 20.0 %)");
});

test("what a splitter of one's own leaves in two parts is moved, and that is reported", async () => {
  const own: Splitter = {
    kind: "own",
    params: { testSize: 0.5 },
    isFixed: false,
    assign: (examples) => examples.map((_, i) => (i % 2 === 0 ? "train" : "test")),
  };
  const examples = made(20, (i) => ({ label: "a", ...(i < 6 && { text: "the same words" }) }));
  const { finding, moved } = await findingOf(own, examples);
  expect(moved).toBe(3);
  expect(finding?.message).toContain("3 documents were moved to repair leaks");
  expect(finding).toMatchObject({ severity: "warning", count: 3 });
});
