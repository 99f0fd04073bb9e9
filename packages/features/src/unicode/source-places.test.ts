import { withRole } from "@imdb/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tfidfVectorizer } from "../index.js";
import { lowerCase } from "./lower-case.js";
import { sourcePlaces } from "./source-places.js";
import { stripAccents } from "./strip-accents.js";

test("there is a place for every unit of the prepared text, and they ascend", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("unicode", "ascii", null), (text, how) => {
      const { start, end } = sourcePlaces(text, true, how);
      const prepared = how === null ? lowerCase(text) : stripAccents(lowerCase(text), how);
      expect(start.length).toBe(prepared.length);
      for (let k = 0; k < start.length; k++) {
        expect(end[k]).toBeGreaterThan(start[k]!);
        if (k > 0) expect(start[k]).toBeGreaterThanOrEqual(start[k - 1]!);
      }
    }),
  );
});

test("features are found where they were written, whatever was stripped before them", async () => {
  const train = withRole("train", ["amelie cafe fine istanbul"]);
  const vectorizer = await tfidfVectorizer({ stripAccents: "unicode" }).fit(train);
  const text = "e\u0301 \u0130 Am\u00e9lie, CAFE\u0301! \ufb01ne \u0130stanbul";
  const names = vectorizer.featureNames();
  const found = vectorizer
    .locate(text)
    .map(({ feature, start, end }) => [names[feature], text.slice(start, end)]);
  expect(found).toEqual([
    ["amelie", "Am\u00e9lie"],
    ["cafe", "CAFE"],
    ["fine", "\ufb01ne"],
    ["istanbul", "\u0130stanbul"],
  ]);
});
