import { inspect } from "node:util";
import { withRole } from "@imdb/core";
import { defaultCleaning, findSteps, lowerCase } from "@imdb/core/cleaning";
import { countVectorizer } from "@imdb/features";
import { describe, expect, test } from "vitest";
import {
  createProfile,
  driftReport,
  mergeProfiles,
  ngramDrift,
  profileBuilder,
  profileSchema,
  runSuite,
  suiteFromReference,
  textDrift,
  windowReport,
} from "../index.js";
import { naiveBayes } from "../testing/naive-bayes.js";

const RAW = Array.from({ length: 40 }, (_, i) => `Great<br />fun &amp;amp; caf&eacute; number ${i}`);
const steps = defaultCleaning();
const clean = (text: string) => steps.reduce((done, step) => step.apply(done), text);
const cleaned = withRole("test", RAW.map(clean), steps);
const RECORDS = steps.map(({ name, version, params = {} }) => ({ name, version, params }));

describe("a profile knows how its texts were cleaned", () => {
  test("texts of a cleaned split say it, plain texts do not, and the file keeps it", () => {
    const profile = createProfile(cleaned);
    expect(profile.cleaning).toEqual(RECORDS);
    expect(profileSchema.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
    expect(createProfile(RAW)).not.toHaveProperty("cleaning");
  });

  test("raw texts are cleaned as asked for: the profile is that of the cleaned texts", () => {
    expect(createProfile(RAW, { cleaning: steps })).toEqual(createProfile(cleaned));
    expect(createProfile(cleaned, { cleaning: steps })).toEqual(createProfile(cleaned));
    expect(createProfile([null, RAW[0]!], { cleaning: steps }).quality.missing).toBe(1);
    const builder = profileBuilder({ cleaning: findSteps(RECORDS) });
    for (const text of RAW) builder.add(text);
    expect(builder.profile()).toEqual(createProfile(cleaned));
  });

  test("a vectorizer that cleans does not clean them a second time", () => {
    const inner = { countTerms: (text: string) => ({ total: 1, unknown: text.includes("&amp;") ? 1 : 0 }) };
    const vectorizer = { countTerms: (text: string) => inner.countTerms(clean(text)), steps, inner };
    const known = createProfile(cleaned, { vectorizer });
    expect(known).toEqual(createProfile(RAW, { vectorizer, cleaning: steps }));
    expect(known.columns).toEqual(createProfile(cleaned, { vectorizer: inner }).columns);
  });

  test("other steps, and steps without their functions, are refused", () => {
    const refused = expect.objectContaining({ code: "INVALID_OPTION" });
    expect(() => createProfile(cleaned, { cleaning: [lowerCase()] })).toThrow(refused);
    expect(() => createProfile(RAW, { cleaning: RECORDS })).toThrow(refused);
  });
});

describe("cleaned texts are not compared with raw ones", () => {
  const reference = createProfile(cleaned);
  const raw = createProfile(RAW);
  const refused = expect.objectContaining({ code: "PROFILE_MISMATCH" });

  test("reports, suites and windows refuse it; the same cleaning is no drift", () => {
    expect(() => driftReport({ reference, current: raw })).toThrow(refused);
    expect(() => runSuite({ suite: { schemaVersion: 1, tests: [] }, reference, current: raw })).toThrow(
      refused,
    );
    expect(() => runSuite({ suite: suiteFromReference(reference), current: raw })).toThrow(refused);
    expect(() => windowReport({ start: 0, end: 1, profile: raw }, reference)).toThrow(refused);
    expect(() => mergeProfiles(reference, raw)).toThrow(refused);
    const current = createProfile(RAW, { cleaning: steps });
    expect(driftReport({ reference, current }).dataset.drifted).toBe(false);
    expect(mergeProfiles(reference, current).cleaning).toEqual(RECORDS);
  });

  test("a file of an earlier version, which does not say it, is compared as before", () => {
    const { cleaning: _, ...old } = reference;
    expect(driftReport({ reference: old, current: raw }).referenceCount).toBe(40);
    expect(driftReport({ reference: old, current: reference }).dataset.drifted).toBe(false);
  });

  test("functions of texts clean the raw window as the other one was cleaned", async () => {
    const words = { vectorizer: countVectorizer(), classifier: naiveBayes };
    const report = await textDrift({ reference: cleaned, current: RAW, ...words });
    expect(report).toEqual(await textDrift({ reference: [...cleaned], current: [...cleaned], ...words }));
    expect(report.drifted).toBe(false);
    const vectorizer = await countVectorizer().fit(withRole("train", [...cleaned, ...RAW]));
    expect(ngramDrift({ reference: cleaned, current: RAW, vectorizer }).drifted).toBe(0);
    expect(ngramDrift({ reference: RAW, current: cleaned, vectorizer }).drifted).toBe(0);
    const stored = withRole("test", [...cleaned], RECORDS);
    const invalid = expect.objectContaining({ code: "INVALID_OPTION" });
    expect(() => ngramDrift({ reference: stored, current: RAW, vectorizer })).toThrow(invalid);
  });
});

test("a profile is printed in a few lines", () => {
  const text = inspect(createProfile(cleaned));
  expect(text).toMatch(/^Profile\n {2}texts {12}40\n/);
  expect(text.split("\n").length).toBeLessThan(9);
});
