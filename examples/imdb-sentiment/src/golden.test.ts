import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { loadModel } from "@imdb/serve/defaults";
import { expect, test } from "vitest";

const golden = (name: string) => fileURLToPath(new URL(`./golden/${name}`, import.meta.url));

interface Recorded {
  readonly text: string;
  readonly label: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

// The bundle and what it predicted were written by the main job on 2026-11-30, before the packages had layers.
test("a bundle of an earlier version loads, and its predictions are unchanged, bit for bit", async () => {
  const recorded = JSON.parse(await readFile(golden("predictions.json"), "utf8")) as Recorded[];
  const model = await loadModel(golden("bundle"));
  const now = recorded.map(({ text }) => {
    const { label, probabilities } = model.predict(text);
    return { text, label, probabilities };
  });
  expect(now).toEqual(recorded);
});
