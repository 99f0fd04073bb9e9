import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import * as monitor from "./index.js";
import * as node from "./node/index.js";
import { naiveBayes } from "./testing/naive-bayes.js";
import { refusal } from "./testing/refusal.js";

const profile = monitor.createProfile(["a good film", "a bad film"]);
const both = { reference: profile, current: profile };
const texts = { reference: ["a"], current: ["b"] };
const suite = { schemaVersion: 1, tests: [] };
const vectorizer = { fitTransform() {}, transform() {}, featureNames: () => [] };
const report = monitor.windowReport({ start: 0, end: 1, profile }, profile);
const watched = { log: "log", state: "state", reference: profile, window: { kind: "tumbling", ms: 5 } };
/** The functions of an entry, with arguments of any type. */
type Unchecked<T> = { readonly [K in keyof T]: (...args: unknown[]) => unknown };
const m = monitor as unknown as Unchecked<typeof monitor>;
const n = node as unknown as Unchecked<typeof node>;

test.each<[string, string, () => unknown, RegExp]>([
  ["driftReport", "an empty object", () => m.driftReport({}), /Option reference of driftReport is undefined/],
  ["driftReport", "null", () => m.driftReport(null), /Option options of driftReport is null/],
  ["driftReport", "no current", () => m.driftReport({ reference: profile }), /Option current of driftReport/],
  [
    "driftReport",
    "a current that is not a profile",
    () => m.driftReport({ reference: profile, current: { count: 1 } }),
    /^The current profile of driftReport is not valid: schemaVersion/,
  ],
  [
    "driftReport",
    "an unknown option",
    () => m.driftReport({ ...both, driftshare: 0.3 }),
    /^There is no option driftshare of driftReport; expected one of /,
  ],
  [
    "driftReport",
    "a wrong type",
    () => m.driftReport({ ...both, driftShare: "0.3" }),
    /driftShare.* is "0\.3"/,
  ],
  [
    "driftReport",
    "a wrong threshold",
    () => m.driftReport({ ...both, thresholds: { a: null } }),
    /thresholds\.a/,
  ],
  ["driftReport", "a wrong method", () => m.driftReport({ ...both, methods: { a: {} } }), /methods\.a/],
  ["driftReport", "a wrong correction", () => m.driftReport({ ...both, correction: "BH" }), /"BH"/],
  [
    "tableDrift",
    "a column that is not a list",
    () => m.tableDrift({ reference: { a: 1 }, current: {} }),
    /reference/,
  ],
  [
    "topicDrift",
    "options",
    () => m.topicDrift(profile, profile, { significance: 1 }),
    /no option significance/,
  ],
  [
    "ngramDrift",
    "a vectorizer",
    () => m.ngramDrift({ ...texts, vectorizer: {} }),
    /vectorizer of ngramDrift/,
  ],
  [
    "textDrift",
    "folds",
    () => m.textDrift({ ...texts, vectorizer, classifier: naiveBayes, folds: 1 }),
    /Option folds of textDrift is 1/,
  ],
  [
    "textDrift",
    "run options",
    () => m.textDrift({ ...texts, vectorizer, classifier: naiveBayes }, { seed: "1" }),
    /Option seed of textDrift is "1"/,
  ],
  [
    "textDrift",
    "groups and baseline",
    () =>
      m.textDrift({
        ...texts,
        vectorizer,
        classifier: naiveBayes,
        groups: { reference: ["a"], current: ["b"] },
        baseline: { schemaVersion: 1, windowSize: 1, rocAucs: [0.5, 0.5], seed: 0 },
      }),
    /Option baseline of textDrift/,
  ],
  ["createProfile", "a text", () => m.createProfile(["a", 1]), /Option texts of createProfile/],
  ["createProfile", "options", () => m.createProfile(["a"], "maxTerms"), /Option options of createProfile/],
  ["createProfile", "predictions", () => m.createProfile(["a"], { predictions: [{}] }), /Option predictions/],
  [
    "profileBuilder",
    "a record",
    () => monitor.profileBuilder().add(7 as never),
    /Option text of a record is 7/,
  ],
  [
    "mergeProfiles",
    "a profile",
    () => m.mergeProfiles(profile, {}),
    /^Profile 2 of mergeProfiles is not valid/,
  ],
  [
    "learnTopics",
    "options",
    () => m.learnTopics(["a"], { topic: 3 }),
    /Write topics instead of topic|no option topic/,
  ],
  [
    "dataQuality",
    "options",
    () => m.dataQuality(profile, profile, { alpha: 1 }),
    /no option alpha of dataQuality/,
  ],
  ["runSuite", "options", () => m.runSuite({ suite, ...both, extra: 1 }), /no option extra of runSuite/],
  [
    "runSuite",
    "a misspelt condition",
    () =>
      m.runSuite({
        suite: { ...suite, tests: [{ figure: "count", condition: { less: 1 } }] },
        current: profile,
      }),
    /tests\.0\.condition: expected one number for lt, .* got \{"less":1\}/,
  ],
  [
    "runSuite",
    "an unknown key",
    () => m.runSuite({ suite: { ...suite, name: "x" }, current: profile }),
    /The test suite is not valid: .*name/,
  ],
  ["suiteFromReference", "options", () => m.suiteFromReference(profile, { room: 1 }), /no option room/],
  [
    "performanceOverTime",
    "options",
    () => m.performanceOverTime({ records: [] }),
    /windowMs of performanceOverTime/,
  ],
  [
    "estimatePerformance",
    "records",
    () => m.estimatePerformance({ ...both, records: [1] }),
    /no option current/,
  ],
  ["calibrationDrift", "significance", () => m.calibrationDrift(profile, profile, 2), /significance.* is 2/],
  [
    "windowReport",
    "options",
    () => m.windowReport({ start: 0, end: 1, profile }, profile, { a: 1 }),
    /no option a/,
  ],
  [
    "driftHtml",
    "options",
    () => m.driftHtml(monitor.driftReport(both), { name: "x" }),
    /no option name of driftHtml/,
  ],
  [
    "monitoringHtml",
    "options",
    () => m.monitoringHtml([report], null),
    /Option options of monitoringHtml is null/,
  ],
  ["prometheusGauges", "options", () => m.prometheusGauges(report, { label: {} }), /no option label/],
  [
    "adjustPValues",
    "correction",
    () => m.adjustPValues([0.1], "fdr"),
    /Option correction of adjustPValues is "fdr"/,
  ],
  [
    "webhookChannel",
    "options",
    () => n.webhookChannel({ url: "http://a", secret: "b", retry: 1 }),
    /no option retry/,
  ],
  ["watch", "an unknown option", () => n.watch({ ...watched, untill: "end" }), /no option untill of watch/],
  [
    "watch",
    "an unknown option inside",
    () => n.watch({ ...watched, drift: { driftshare: 1 } }),
    /^There is no option driftshare of the option drift of watch/,
  ],
  [
    "watch",
    "an option inside",
    () => n.watch({ ...watched, profile: { maxTerms: 0 } }),
    /maxTerms of the option profile/,
  ],
  [
    "watch",
    "the window",
    () => n.watch({ ...watched, window: { kind: "hopping", ms: 5 } }),
    /Option kind of the option/,
  ],
  [
    "watch",
    "an option of the window",
    () => n.watch({ ...watched, window: { kind: "tumbling", ms: 5, everyMs: 1 } }),
    /no option everyMs of the option window of watch/,
  ],
  [
    "watch",
    "a step of the window",
    () => n.watch({ ...watched, window: { kind: "sliding", ms: 5, everyMs: 2 } }),
    /Option ms of the option window of watch is 5, expected a multiple of everyMs \(2\)/,
  ],
  [
    "watch",
    "channels of the same name",
    () => n.watch({ ...watched, channels: [node.logChannel("a"), node.logChannel("a")] }),
    /Option channels of watch .* different names/,
  ],
  [
    "watch",
    "an unknown key of a rule",
    () =>
      n.watch({
        ...watched,
        rules: [{ name: "a", figure: "count", healthy: { gt: 1 }, severity: "info", for: 2 }],
      }),
    /^The list of alert rules is not valid: 0: .*"for"/,
  ],
  [
    "watch",
    "a column that is none",
    () => n.watch({ ...watched, drift: { methods: { charcters: "psi" } } }),
    /methods of the option drift of watch is "charcters", expected "characters"/,
  ],
  ["profileLog", "a folder", () => n.profileLog(tmpdir()), /^Cannot read .*: it is a folder/],
  [
    "readLogLines",
    "a folder",
    () => (n.readLogLines(tmpdir(), null) as AsyncGenerator).next(),
    /^Cannot read .*: it is a folder/,
  ],
  ["profileLog", "settings", () => n.profileLog("log", { terms: 1 }), /no option terms of profileLog/],
  [
    "profileWindows",
    "run options",
    () => n.profileWindows([], { threads: "2" }),
    /threads of profileWindows/,
  ],
])("%s names what is wrong: %s", async (_, __, call, message) => {
  const error = await refusal(call);
  expect(error.message).toMatch(message);
  expect(error.remedy).not.toBe("");
});
