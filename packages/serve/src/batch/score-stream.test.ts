import { expect, test } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { scoreStream } from "./score-stream.js";

const predictor = createPredictor(toyBundle());

test("scores rows as they come, in order; a bad row has an error and the others are scored", async () => {
  let pulled = 0;
  async function* rows() {
    for (let id = 0; id < 1000; id++) {
      pulled++;
      yield { id, text: (id === 500 ? null : id % 2 ? "good" : "bad") as string };
    }
  }
  const labels: string[] = [];
  for await (const scored of scoreStream(rows(), predictor, { batchSize: 10 })) {
    expect(scored.row.id).toBe(labels.length);
    expect(pulled).toBeLessThanOrEqual(labels.length + 10);
    labels.push("error" in scored ? scored.error.code : scored.prediction.label);
  }
  expect(labels).toEqual(
    Array.from({ length: 1000 }, (_, i) => (i === 500 ? "INVALID_TEXT" : i % 2 ? "pos" : "neg")),
  );
});

test("stops when it is cancelled, and refuses wrong options", async () => {
  const endless = (function* () {
    for (;;) yield { text: "good" };
  })();
  const stop = new AbortController();
  let seen = 0;
  const run = async () => {
    for await (const _ of scoreStream(endless, predictor, { signal: stop.signal }))
      if (++seen === 100) stop.abort();
  };
  await expect(run()).rejects.toMatchObject({ code: "CANCELLED" });
  for (const options of [{ batchSize: 0 }, { batch: 5 }, null, "64"]) {
    const none = scoreStream([], predictor, options as never);
    await expect(none.next()).rejects.toMatchObject({
      code: "INVALID_OPTION",
      details: { of: "scoreStream" },
    });
  }
});

test("a task may pass its context as the options", async () => {
  const context = {
    signal: new AbortController().signal,
    runId: "r",
    flow: "f",
    attempt: 1,
    threads: 2,
    seed: 3,
    onProgress: () => {},
  };
  const labels: string[] = [];
  for await (const scored of scoreStream([{ text: "good" }], predictor, context)) {
    if ("prediction" in scored) labels.push(scored.prediction.label);
  }
  expect(labels).toEqual(["pos"]);
});
