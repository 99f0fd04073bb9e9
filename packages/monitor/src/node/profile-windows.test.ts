import { seededRandom } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { createProfile, learnTopics } from "../index.js";
import { profileWindows, type TextWindow } from "./profile-windows.js";

const random = seededRandom(3);
const WORDS = ["the", "film", "wasn't", "café", "Ünlü", "日本", "good", "bad", "zombies", "kiss", "👍"];
const texts = (n: number) =>
  Array.from({ length: n }, () =>
    Array.from({ length: 3 + random.integer(30) }, () => WORDS[random.integer(WORDS.length)]!).join(" "),
  );

function windows(): TextWindow[] {
  const [a, b] = [texts(300), texts(200)];
  const predictions = b.map((_, i) => ({
    label: "pos",
    probabilities: { neg: 0.2, pos: 0.8 },
    actual: i % 2 ? "pos" : "neg",
  }));
  return [
    { texts: [...a, null, ""], groups: [...a.map((_, i) => `tt${i % 40}`), null, null] },
    {
      texts: b,
      predictions,
      topics: learnTopics(a, { topics: 3, maxShare: 1 }),
      vectorizer: { countTerms: (text) => ({ total: text.length, unknown: text.length >> 1 }) },
      columns: { stars: b.map((_, i) => i % 5) },
    },
    { texts: [] },
  ];
}

describe("profileWindows", () => {
  test("refuses an option that does not exist, and takes the context of a flow", async () => {
    await expect(profileWindows([], { thread: 2 } as never)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      remedy: "Write threads instead of thread.",
    });
    const context = { runId: "1", flow: "f", logger: {}, seed: 1, threads: 1 };
    expect(await profileWindows([{ texts: ["a"] }], context)).toHaveLength(1);
  });

  test.each([1, 2, 3])("with %i threads, the same bytes as createProfile", async (threads) => {
    const given = windows();
    const seen: number[] = [];
    const profiles = await profileWindows(given, { threads, onProgress: ({ done }) => seen.push(done) });
    const expected = given.map(({ texts, ...options }) => createProfile(texts, options));
    expect(JSON.stringify(profiles)).toBe(JSON.stringify(expected));
    expect(seen).toEqual([1, 2, 3]);
  });

  test.each([1, 2])("an error of createProfile keeps its code, %i threads", async (threads) => {
    await expect(
      profileWindows([{ texts: ["a"], groups: [] }, { texts: [] }], { threads }),
    ).rejects.toMatchObject({
      code: "UNEVEN_COLUMNS",
    });
  });

  test("can be cancelled, refuses 0 threads, and returns no profiles for no windows", async () => {
    const signal = AbortSignal.abort();
    await expect(profileWindows([{ texts: ["a"] }], { signal })).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(profileWindows([{ texts: ["a"] }], { threads: 0 })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    expect(await profileWindows([])).toEqual([]);
  });
});
