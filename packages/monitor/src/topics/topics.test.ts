import { seededRandom } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  createProfile,
  driftHtml,
  driftReport,
  learnTopics,
  mergeProfiles,
  NO_TOPIC,
  topicAssigner,
  topicDrift,
} from "../index.js";

const THEMES = {
  space: ["rocket", "planet", "orbit", "alien", "galaxy", "captain"],
  love: ["kiss", "wedding", "heart", "letter", "bride", "dance"],
  crime: ["murder", "police", "knife", "witness", "trial", "clue"],
};
type Theme = keyof typeof THEMES;
const FILLER = ["the", "film", "was", "seen", "again"];

/** Texts of four words of their theme among words of all; the theme is known. */
function themed(themes: readonly Theme[], seed: number): string[] {
  const random = seededRandom(seed);
  const some = (words: readonly string[], n: number) =>
    Array.from({ length: n }, () => words[random.integer(words.length)]!);
  return themes.map((theme) => [...some(THEMES[theme], 4), ...some(FILLER, 6)].join(" "));
}

const evenly = (n: number): Theme[] =>
  Array.from({ length: n }, (_, i) => (["space", "love", "crime"] as const)[i % 3]!);
const model = learnTopics(themed(evenly(600), 1), { topics: 3, maxShare: 0.5 });

describe("learnTopics", () => {
  test("finds the themes of generated texts, names them, and assigns new texts", () => {
    const assign = topicAssigner(model);
    const names = new Map<Theme, Set<string>>();
    const fresh = evenly(300);
    themed(fresh, 2).forEach((text, i) => {
      const theme = fresh[i]!;
      names.set(theme, (names.get(theme) ?? new Set()).add(assign(text)));
    });
    expect([...names.values()].map((set) => set.size)).toEqual([1, 1, 1]);
    for (const [theme, set] of names) {
      for (const word of [...set][0]!.split(" · ")) expect(THEMES[theme]).toContain(word);
    }
    expect(assign("nothing that it knows")).toBe(NO_TOPIC);
    expect(assign("")).toBe(NO_TOPIC);
  });

  test("the same texts and seed give the same model; it is JSON", () => {
    const again = learnTopics(themed(evenly(600), 1), { topics: 3, maxShare: 0.5 });
    expect(JSON.stringify(again)).toBe(JSON.stringify(model));
    expect(topicAssigner(JSON.parse(JSON.stringify(model)))("a planet, an orbit")).toContain("planet");
  });

  test("there are at most as many topics as different texts; texts without common words are refused", () => {
    const two = Array.from({ length: 20 }, (_, i) => (i % 2 ? "red green" : "blue yellow"));
    expect(learnTopics(two, { topics: 9, maxShare: 1 }).topics.length).toBe(2);
    expect(() => learnTopics(["one", "two"])).toThrow(expect.objectContaining({ code: "NO_TOPICS" }));
    expect(() => learnTopics(two, { topics: 0 })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
    expect(() => topicAssigner({ schemaVersion: 1 })).toThrow(
      expect.objectContaining({ code: "SCHEMA_MISMATCH" }),
    );
  });
});

describe("topic drift", () => {
  const profileOf = (themes: readonly Theme[], seed: number) =>
    createProfile(themed(themes, seed), { topics: model });
  const reference = profileOf(evenly(3000), 3);

  test("finds the topic that is more frequent, and the page lists it", () => {
    const more: Theme[] = evenly(600).map((theme, i) => (i % 5 === 0 ? "space" : theme));
    const report = driftReport({ reference, current: profileOf(more, 4) });
    expect(report.topics!.drifted).toBeGreaterThan(0);
    const [first] = report.topics!.topics.filter((t) => t.currentShare > t.referenceShare);
    expect(first).toMatchObject({ drifted: true });
    expect(THEMES.space).toContain(first!.topic.split(" · ")[0]);
    const html = driftHtml(report);
    expect(html).toContain("Topics by their heaviest words");
    expect(html).toContain(first!.topic);
  });

  test("has at most the false alarm rate of its significance", () => {
    let alarms = 0;
    for (let seed = 100; seed < 200; seed++) {
      const random = seededRandom(seed);
      const same = evenly(300).map(() => (["space", "love", "crime"] as const)[random.integer(3)]!);
      if (topicDrift(reference, profileOf(same, seed))!.drifted > 0) alarms++;
    }
    // Of 100 at 5 %: 12 or more come once in 230 times.
    expect(alarms).toBeLessThan(12);
  });

  test("without topics there is no topic drift; merged profiles keep their topics; different topic models cannot be merged", () => {
    expect(topicDrift(createProfile(["a"]), createProfile(["b"]))).toBeNull();
    expect(topicDrift(reference, createProfile([], { topics: model }))).toBeNull();
    const [a, b] = [profileOf(evenly(30), 5), profileOf(evenly(60), 6)];
    expect(mergeProfiles(a, b)).toEqual(
      createProfile([...themed(evenly(30), 5), ...themed(evenly(60), 6)], { topics: model }),
    );
    expect(() => mergeProfiles(a, createProfile(["x"]))).toThrow(
      expect.objectContaining({ code: "PROFILE_MISMATCH" }),
    );
  });
});
