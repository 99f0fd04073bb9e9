import { describe, expect, test } from "vitest";
import { learnTopics } from "../topics/topic-model.js";
import { binCenter, CALIBRATION_BINS, calibrationBin } from "./calibration-bins.js";
import { f1Estimate } from "./confusion.js";
import { createProfile } from "./create-profile.js";
import { distinctSketchBuilder } from "./distinct-sketch.js";
import { groupCounts } from "./group-counts.js";
import { languagePattern } from "./language.js";
import { mergeProfiles } from "./merge-profiles.js";
import { profileBuilder } from "./profile-builder.js";
import { abstainedShare, columnsByName } from "./schema.js";
import { valueSketchBuilder } from "./value-sketch.js";

const prediction = { label: "pos", probabilities: { neg: 0.2, pos: 0.8 } };
type Add = ReturnType<typeof profileBuilder>["add"];
const adding =
  (...record: unknown[]) =>
  () =>
    profileBuilder().add(...(record as Parameters<Add>));

const refused = (option: string) =>
  expect.objectContaining({ code: "INVALID_OPTION", details: expect.objectContaining({ option }) });

describe("a record that is none is refused, and counts nothing", () => {
  test.each<[option: string, record: unknown[]]>([
    ["text", [5]],
    ["text", [undefined]],
    ["text", [{}]],
    ["prediction", ["t", 5]],
    ["prediction", ["t", { ...prediction, label: 1 }]],
    ["prediction", ["t", { ...prediction, probabilities: null }]],
    ["prediction", ["t", { ...prediction, probabilities: "0.8" }]],
    ["prediction", ["t", { ...prediction, actual: 1 }]],
    ["prediction", ["t", { ...prediction, abstained: "yes" }]],
    ["columns", ["t", undefined, 5]],
    ["columns", ["t", undefined, null]],
    ["columns", ["t", undefined, { a: 1, b: {} }]],
    ["columns", ["t", undefined, { a: {}, b: 1 }]],
  ])("%s of %j", (option, record) => {
    expect(adding(...record)).toThrow(refused(option));
    const builder = profileBuilder();
    try {
      builder.add(...(record as Parameters<Add>));
    } catch {}
    expect(builder.profile().count).toBe(0);
  });

  test.each([
    [null],
    ["t", { ...prediction, actual: "neg", abstained: false }],
    ["t", undefined, { a: 1, b: "x", c: true, d: null }],
  ])("a record is taken: %j, %j, %j", (...record) => {
    expect(adding(...record)).not.toThrow();
  });
});

test.each([
  ["vectorizer", 5],
  ["vectorizer", null],
  ["vectorizer", { countTerms: 5 }],
  ["topics", { topics: 5 }],
  ["maxTerms", 0],
  ["grouped", "maybe"],
  ["positive", ""],
  ["positive", 5],
])("the setting %s is not %j", (option, value) => {
  expect(() => profileBuilder({ [option]: value } as never)).toThrow(refused(option));
});

test("the positive class is in the profile, where one is named", () => {
  expect(profileBuilder({ positive: "pos" }).profile().positive).toBe("pos");
  expect(profileBuilder().profile()).not.toHaveProperty("positive");
});

test("a probability that is none is a missing value of its column", () => {
  const builder = profileBuilder({ positive: "pos" });
  for (const pos of [0, 1, 0.25, 1.5, -0.5, Number.NaN]) {
    builder.add("t", { label: "pos", probabilities: { neg: 1 - pos, pos } });
  }
  const score = columnsByName(builder.profile()).get("score.pos");
  if (score?.type !== "numeric") throw new Error("there is no column of scores");
  expect(score.sketch).toMatchObject({ missing: 3, min: 0, max: 1 });
});

test("the share of records in which the model abstains", () => {
  const builder = profileBuilder();
  expect(abstainedShare(builder.profile())).toBeNull();
  for (const abstained of [true, false, false, true]) builder.add("t", { ...prediction, abstained });
  expect(abstainedShare(builder.profile())).toBe(0.5);
  const never = profileBuilder();
  never.add("t", { ...prediction, abstained: false });
  expect(abstainedShare(never.profile())).toBe(0);
});

test("F1 has the interval of the Jaccard index, mapped", () => {
  // Wilson's interval of 3 of 5, z = 1.959964, by its formula: 0.230727 and 0.882379.
  const { value, low, high } = f1Estimate(3, 5);
  expect(value).toBe(0.75);
  expect(low).toBeCloseTo((2 * 0.230727) / 1.230727, 4);
  expect(high).toBeCloseTo((2 * 0.882379) / 1.882379, 4);
});

test("bins of calibration and their centres", () => {
  expect([0, 0.005, 0.01, 0.999, 1].map(calibrationBin)).toEqual([0, 0, 1, 99, 99]);
  expect(binCenter(0)).toBe(0.005);
  expect(binCenter(CALIBRATION_BINS - 1)).toBeCloseTo(0.995, 12);
});

test("counts by group are kept for items of any number", () => {
  const counts = groupCounts();
  const ids = [3, 4095, 4096, 20_000];
  for (const [size, times] of [
    [2, 1],
    [5, 3],
  ] as const) {
    for (const id of ids) for (let i = 0; i < times; i++) counts.add(id);
    counts.endGroup(size);
  }
  for (const id of ids) expect([counts.squares(id), counts.products(id)]).toEqual([1 + 9, 2 + 15]);
  expect([counts.squares(4), counts.products(90_000)]).toEqual([0, 0]);
  expect([counts.groups, counts.sizeSquares]).toEqual([2, 4 + 25]);
});

test("profiles with other topics are not merged, and those with the same topics, or without, are", () => {
  const themed = (words: string) =>
    Array.from({ length: 40 }, (_, i) => `${words} ${words.split(" ")[i % 3]}`);
  const topicsOf = (words: string) => learnTopics(themed(words), { topics: 1, maxShare: 1 });
  const withTopics = (words: string) => createProfile(themed(words), { topics: topicsOf(words) });
  const [film, food, none] = [
    withTopics("cast plot scene"),
    withTopics("soup bread cheese"),
    createProfile(["a"]),
  ];
  const mismatch = expect.objectContaining({
    code: "PROFILE_MISMATCH",
    details: expect.objectContaining({ field: "topics" }),
  });
  expect(() => mergeProfiles(film, food)).toThrow(mismatch);
  expect(() => mergeProfiles(film, none)).toThrow(mismatch);
  expect(() => mergeProfiles(none, film)).toThrow(mismatch);
  expect(mergeProfiles(film, structuredClone(film))).toMatchObject({ count: 80, topics: film.topics });
  expect(mergeProfiles(none, structuredClone(none)).topics).toBeNull();
});

test("a sketch of many different hashes has the smallest ones, with all of their counts", () => {
  const builder = distinctSketchBuilder();
  const hashes = Array.from({ length: 9_000 }, (_, i) => (i * 7_919) % 9_001);
  for (const hash of [...hashes, ...hashes]) builder.add(hash);
  const smallest = [...hashes].sort((a, b) => a - b).slice(0, 1024);
  expect(builder.sketch()).toEqual({ hashes: smallest, counts: smallest.map(() => 2) });
});

test("a sketch of negative numbers has their bounds", () => {
  const builder = valueSketchBuilder("relative");
  for (const value of [-3, -1, -2]) builder.add(value);
  expect(builder.sketch()).toMatchObject({ min: -3, max: -1, values: [-3, -2, -1] });
});

test("a word of a script that no language here is written in votes for none", () => {
  expect(languagePattern("ⴰⵎⴰⵣⵉⵖ")).toBe(0);
  expect(languagePattern("映画")).not.toBe(0);
});

test("profiles about a class are merged", () => {
  const about = createProfile(["a"], { positive: "pos", predictions: [prediction] });
  expect(mergeProfiles(about, structuredClone(about))).toMatchObject({ positive: "pos", count: 2 });
});
