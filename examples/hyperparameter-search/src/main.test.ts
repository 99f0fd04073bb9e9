import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadTextClassifier } from "@imdb/text-classifier";
import { createTracker, fileStore } from "@imdb/tracking";
import { search } from "./search.js";

test("a second search finds the same best point from memory, and every point is tracked", async () => {
  const folder = await mkdtemp(join(tmpdir(), "search-"));
  const first = await search(folder);
  assert.equal(first.points.length, 16);
  assert.equal(first.bestPoint.rank, 1);
  assert.ok(first.points.every(({ mean }) => mean["logLoss"]! >= first.bestPoint.mean["logLoss"]!));

  const saved = await loadTextClassifier(`${folder}/model`, { labels: ["neg", "pos"] });
  assert.equal(saved.predict("A wonderful<br />film").label, "pos");
  assert.deepEqual(saved.predict("A dull film"), first.best.predict("A dull film"));

  const experiment = await createTracker({ store: fileStore(`${folder}/mlruns`) }).setExperiment(
    "hyperparameter-search",
  );
  const { items } = await experiment.searchRuns({
    filter: "attributes.status = 'FINISHED'",
    maxResults: 100,
  });
  assert.equal(items.length, 17);
  assert.deepEqual((await search(folder)).bestPoint, first.bestPoint);
});
