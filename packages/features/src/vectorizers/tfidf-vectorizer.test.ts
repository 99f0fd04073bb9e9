import { withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { type FittedTfidf, tfidfVectorizer } from "./tfidf-vectorizer.js";

const TRAIN = withRole("train", ["A good film, a very good film.", "A bad film.", "Good acting, bad plot."]);

describe("tfidfVectorizer", () => {
  test("weights are those of the formula, computed by hand", async () => {
    const { vectorizer, matrix } = await tfidfVectorizer({ norm: null }).fitTransform(TRAIN);
    expect(vectorizer.featureNames()).toEqual(["acting", "bad", "film", "good", "plot", "very"]);
    const idf = (df: number) => Math.log(4 / (1 + df)) + 1;
    expect(Array.from(vectorizer.idf)).toEqual([1, 2, 2, 2, 1, 1].map(idf));
    expect(Array.from(matrix.indices)).toEqual([2, 3, 5, 1, 2, 0, 1, 3, 4]);
    const counts = [2, 2, 1, 1, 1, 1, 1, 1, 1];
    const expected = counts.map((n, k) => Math.fround(n * vectorizer.idf[matrix.indices[k]!]!));
    expect(Array.from(matrix.values)).toEqual(expected);
  });

  test("rows have length 1, and an empty row stays empty", async () => {
    const vectorizer = await tfidfVectorizer({ ngramRange: [1, 2] }).fit(TRAIN);
    const { values, indptr } = vectorizer.transform(["good film", "", "unknown words only"]);
    expect(Array.from(indptr)).toEqual([0, 3, 3, 3]);
    expect(Math.hypot(...values)).toBeCloseTo(1, 6);
  });

  test("locates features in the text as it was written", async () => {
    const vectorizer = await tfidfVectorizer({ ngramRange: [1, 2] }).fit(TRAIN);
    const text = "Such GOOD  film";
    const names = vectorizer.featureNames();
    const found = vectorizer
      .locate(text)
      .map(({ feature, start, end }) => [names[feature], text.slice(start, end)]);
    expect(found).toEqual([
      ["good", "GOOD"],
      ["good film", "GOOD  film"],
      ["film", "film"],
    ]);
  });

  test("returns the names of the values of a row", async () => {
    const vectorizer: FittedTfidf = await tfidfVectorizer().fit(TRAIN);
    expect(vectorizer.inverseTransform(vectorizer.transform(["bad, bad plot", ""]))).toEqual([
      ["bad", "plot"],
      [],
    ]);
    expect(vectorizer.vocabulary().get("plot")).toBe(4);
  });

  test("refuses options without a meaning, by name", () => {
    expect(() => tfidfVectorizer({ minDF: 2 } as never)).toThrow(/minDF/);
    expect(() => tfidfVectorizer({ minDf: -1 })).toThrow(/minDf/);
    expect(() => tfidfVectorizer({ minDf: 1.5 })).toThrow(/minDf/);
    expect(() => tfidfVectorizer({ ngramRange: [2, 1] })).toThrow(/ngramRange/);
    expect(() => tfidfVectorizer({ ngramRange: 2 as never })).toThrow(/ngramRange/);
    expect(() => tfidfVectorizer({ norm: "max" as never })).toThrow(/norm/);
    expect(() => tfidfVectorizer({ vocabulary: ["a", "a"] })).toThrow(/vocabulary/);
    expect(() => tfidfVectorizer({ analyzer: "char", stopWords: ["a"] })).toThrow(/stopWords/);
  });

  test("no term at all, and no term left, are different errors", async () => {
    const nothing = withRole("train", ["", "a ! ?"]);
    await expect(tfidfVectorizer().fit(nothing)).rejects.toMatchObject({
      code: "EMPTY_VOCABULARY",
      details: { documents: 2, tokens: 0 },
    });
    await expect(tfidfVectorizer({ minDf: 4 }).fit(TRAIN)).rejects.toThrow(
      /No term of 3 documents with 6 distinct tokens survives minDf 4/,
    );
  });

  test("is cancelled between slices, and reports progress", async () => {
    const seen: number[] = [];
    await tfidfVectorizer().fit(TRAIN, { onProgress: ({ done }) => seen.push(done) });
    expect(seen.at(-1)).toBe(3);
    const aborted = tfidfVectorizer().fit(TRAIN, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
