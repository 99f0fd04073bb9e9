import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTracker, restStore, SyncPending, syncedStore } from "../index.js";
import { faultyServer, oneRunAnswer, type Reaction } from "../testing/faulty-server.js";
import { syncedScratch } from "../testing/synced-scratch.js";
import { thrown } from "../testing/thrown.js";

const on = syncedScratch();

describe("R15, R17: an answer that is not MLflow's own JSON says that the server is away", () => {
  const html = { "content-type": "text/html" };
  test.each<[string, Reaction]>([
    ["a page with status 200", { status: 200, text: "<html>log in</html>", headers: html }],
    ["an empty answer with status 200", { status: 200, text: "" }],
    ["an empty answer with status 204", { status: 204, text: "" }],
    ["JSON of a proxy with status 404", { status: 404, json: { error: "no route" } }],
    ["JSON of a proxy with status 400 and another error_code", { status: 400, json: { error_code: 1234 } }],
    ["a page with status 400", { status: 400, text: "<html>", headers: html }],
    ["a page with status 404", { status: 404, text: "<html>", headers: html }],
    ["a page with status 405", { status: 405, text: "<html>", headers: html }],
    ["a page with status 413", { status: 413, text: "<html>", headers: html }],
    ["a page with status 501", { status: 501, text: "<html>", headers: html }],
    ["a redirect to a login", { status: 302, text: "", headers: { location: "https://login.example/" } }],
    ["an answer that is no object", { status: 200, text: "[]" }],
    ["an answer without its field", { status: 200, json: { unrelated: {} } }],
  ])("%s", async (_, away) => {
    let isAway = true;
    const taken: string[] = [];
    const server = await faultyServer(({ path }) => {
      if (isAway) return away;
      taken.push(path);
      return oneRunAnswer({ path });
    });
    const store = syncedStore(join(on.dir, "rest"), restStore(server.url, { retries: 0, backoffMs: 1 }));
    await (await createTracker({ store }).setExperiment("e")).startRun({}, async (run) => {
      await run.logMetric("m", 1);
      await run.logText("x", "a.txt");
    });
    const error = await thrown(store.flush());
    expect(SyncPending.is(error) && error.details).toMatchObject({ refused: 0 });
    isAway = false;
    await store.close();
    expect(taken.some((path) => path.endsWith("/log-batch"))).toBe(true);
    expect(taken.some((path) => path.endsWith("/a.txt"))).toBe(true);
    await server.close();
  });

  test("a login page answers the upload of an artifact only", async () => {
    let isAway = true;
    const server = await faultyServer(({ path, method }) => {
      if (isAway && (method === "PUT" || path.includes("mlflow-artifacts")))
        return { status: 200, text: "<html>log in</html>", headers: html };
      return oneRunAnswer({ path });
    });
    const store = syncedStore(join(on.dir, "rest"), restStore(server.url, { retries: 0, backoffMs: 1 }));
    await (await createTracker({ store }).setExperiment("e")).startRun({}, (run) =>
      run.logText("x", "a.txt"),
    );
    expect(await thrown(store.flush())).toMatchObject({ details: { waiting: 1, refused: 0 } });
    // Nor is the page read as an artifact.
    const direct = restStore(server.url, { retries: 0 });
    const reading = direct.artifacts.read({ runId: "a".repeat(32) }, "a.txt");
    expect(await thrown(reading)).toMatchObject({ code: "UNEXPECTED_TRACKING_ANSWER" });
    isAway = false;
    await store.close();
    expect(server.seen.filter(({ path }) => path.endsWith("/a.txt")).length).toBeGreaterThan(1);
    await server.close();
  });
});
