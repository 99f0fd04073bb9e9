import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withRole } from "@imdb/core";
import { type CleaningStep, defaultCleaning } from "@imdb/core/cleaning";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProfile, driftReport, type Profile, type WindowReport } from "../index.js";
import { profileLog, profileWindows, watch } from "./index.js";

const RAW = Array.from({ length: 60 }, (_, i) => `Great<br /><br />fun &amp;amp; caf&eacute;<br />${i % 9}`);
const PREDICTION = { label: "pos", probabilities: { neg: 0.2, pos: 0.8 } };
let folder: string;
let log: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cleaned-logs-"));
  log = join(folder, "predictions.jsonl");
  const lines = RAW.map((text, i) => {
    const time = new Date(Date.UTC(2026, 0, 5, 0, i)).toISOString();
    return JSON.stringify({ id: `p${i}`, time, modelVersion: "v", latencyMs: 1, text, ...PREDICTION });
  });
  await writeFile(log, `${lines.join("\n")}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

function referenceOf(steps: readonly CleaningStep[]): Profile {
  const clean = (text: string) => steps.reduce((done, step) => step.apply(done), text);
  const predictions = RAW.map(() => PREDICTION);
  const profile = createProfile(withRole("test", RAW.map(clean), steps), { predictions });
  return JSON.parse(JSON.stringify(profile));
}

async function watched(reference: Profile, cleaning?: readonly CleaningStep[]) {
  const reports: WindowReport[] = [];
  const state = join(folder, `state-${Math.random()}.json`);
  const onWindow = (report: WindowReport) => void reports.push(report);
  const window = { kind: "tumbling", ms: 3_600_000 } as const;
  await watch({ log, reference, state, window, until: "end", onWindow, profile: { cleaning } });
  return reports;
}

test("a watch cleans the raw texts of the log as those of the reference, which was read from a file", async () => {
  const reference = referenceOf(defaultCleaning());
  const [report] = await watched(reference);
  expect(report!.profile).toEqual({ ...reference, topics: null });
  expect(report!.drift.dataset.drifted).toBe(false);
  // Without the cleaning, the line breaks were drift.
  const { cleaning: _, ...earlier } = reference;
  const [old] = await watched(earlier);
  expect(old!.drift.words.drifted).toBeGreaterThan(0);
});

test("the profile of a log too, and on several windows", async () => {
  const reference = referenceOf(defaultCleaning());
  const { profile } = await profileLog(log, { cleaning: reference.cleaning });
  expect(profile).toEqual(reference);
  await expect(profileLog(log, { cleaning: 3 as never })).rejects.toMatchObject({ code: "INVALID_OPTION" });
  const { profile: raw } = await profileLog(log);
  expect(() => driftReport({ reference, current: raw })).toThrow(
    expect.objectContaining({ code: "PROFILE_MISMATCH" }),
  );
  const windows = [{ texts: RAW, cleaning: defaultCleaning() }];
  expect(await profileWindows(windows, { threads: 1 })).toEqual([
    createProfile(RAW, { cleaning: defaultCleaning() }),
  ]);
});

test("own steps are given to the watch; without them it is refused, and so are others", async () => {
  const own: CleaningStep = { name: "no-digits", version: 1, apply: (text) => text.replace(/\d/g, "") };
  const reference = referenceOf([own]);
  const [report] = await watched(reference, [own]);
  expect(report!.profile.cleaning).toEqual(reference.cleaning);
  expect(report!.drift.dataset.drifted).toBe(false);
  await expect(watched(reference)).rejects.toMatchObject({ code: "UNKNOWN_CODEC" });
  await expect(watched(reference, defaultCleaning())).rejects.toMatchObject({ code: "PROFILE_MISMATCH" });
});
