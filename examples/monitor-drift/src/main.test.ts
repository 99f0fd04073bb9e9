import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { watchReviews } from "./watch-reviews.js";

test("one alert, at the first reviews of telephones, and a page that shows the reason", async () => {
  const folder = await mkdtemp(join(tmpdir(), "monitor-drift-"));
  const { alerts, report, summary } = await watchReviews(folder);
  assert.equal(summary.windows, 8);
  assert.equal(summary.undelivered, 0);
  assert.deepEqual(
    alerts.map(({ state, windowStart }) => [state, windowStart]),
    [["firing", "2026-01-05T04:00:00.000Z"]],
  );
  assert.equal(report.dataset.drifted, true);
  assert.match(await readFile(join(folder, "drift.html"), "utf8"), /battery/);
});
