import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTracker, fileStore, minimumGain, promote, restStore, syncRuns } from "../src/index.js";
import { trackingStoreContract } from "../src/store/tracking-store-contract.js";
import { type MlflowServer, mlflowPython, python, startMlflowServer } from "./mlflow-server.js";
import { READ_EVERYTHING, WRITE_EVERYTHING } from "./python-programs.js";

const interpreter = await mlflowPython();
const reason = !interpreter
  ? "MLflow is not installed (node tools/peers/setup)"
  : process.env["IMDB_HEAVY"] !== "1"
    ? "IMDB_HEAVY is not 1"
    : undefined;

describe.skipIf(reason !== undefined)(
  `against a real MLflow server${reason ? ` (skipped: ${reason})` : ""}`,
  () => {
    let dir: string;
    let server: MlflowServer;

    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), "conformance-"));
      await mkdir(join(dir, "bundle"));
      await writeFile(join(dir, "bundle", "MLmodel"), "flavors:\n  imdb:\n    data: .\n");
      await writeFile(join(dir, "bundle", "manifest.json"), "{}\n");
      server = await startMlflowServer({ dir: join(dir, "server") });
    }, 300_000);

    afterAll(async () => {
      await server?.stop();
      await rm(dir, { recursive: true, force: true });
    }, 60_000);

    for (const { name, run } of trackingStoreContract(async () => restStore(server.url)))
      test(name, run, 120_000);

    /** Everything there is to log, through our API, into a store. */
    async function logEverything(store: ReturnType<typeof restStore>, name: string): Promise<string> {
      const experiment = await createTracker({ store }).setExperiment(name);
      await experiment.setTags({ "mlflow.note.content": "conformance" });
      return experiment.startRun({ runName: "ours", description: "what we logged" }, async (run) => {
        await run.logParams({ C: 10, solver: "liblinear", dual: true, "a/b": "c d" });
        for (let step = 0; step < 3; step++)
          await run.logMetrics({ loss: 1 / (step + 1) }, { step, timestamp: 1_000 + step });
        await run.logMetrics({ nan: Number.NaN, "val/acc": 0.5 });
        await run.setTags({ größe: "süß" });
        await run.logText("hello", "deep/größe.txt");
        await run.logInput({
          name: "imdb",
          digest: "sha256:abc",
          source: "aclImdb",
          context: "train",
          profile: { rows: 2 },
        });
        const { version } = await run.logModel(join(dir, "bundle"), {
          name: "senti",
          registeredModelName: name,
          inputExample: ["a good film"],
          params: { C: "10" },
          tags: { kind: "linear" },
        });
        await promote(store, { name, version: version!, gate: minimumGain("val/acc", 0.1) });
        return run.runId;
      });
    }

    const expected = {
      experimentTags: { "mlflow.note.content": "conformance" },
      status: "FINISHED",
      runName: "ours",
      params: { C: "10", solver: "liblinear", dual: "True", "a/b": "c d" },
      loss: [
        [0, 1_000, 1],
        [1, 1_001, 0.5],
        [2, 1_002, 1 / 3],
      ],
      nan: true,
      valAcc: 0.5,
      tags: { größe: "süß", "mlflow.note.content": "what we logged", "mlflow.source.type": "LOCAL" },
      dataset: ["imdb", "abc", "train"],
      artifacts: ["deep"],
      text: "hello",
      model: {
        name: "senti",
        status: "READY",
        params: { C: "10" },
        kind: "linear",
        files: ["MLmodel", "input_example.json", "manifest.json"],
      },
      champion: ["1", true, true],
      flavors: ["imdb"],
    };

    test("what we log to the server, MLflow's Python client reads", async () => {
      const runId = await logEverything(restStore(server.url), "ours on the server");
      expect(await python(interpreter!, READ_EVERYTHING, server.url, runId)).toMatchObject(expected);
    }, 180_000);

    test("what we log to a local store, MLflow's Python client reads, and after mlflow migrate-filestore again", async () => {
      const folder = join(dir, "local", "mlruns");
      const runId = await logEverything(fileStore(folder), "ours in a folder");
      expect(await python(interpreter!, READ_EVERYTHING, `file://${folder}`, runId)).toMatchObject(expected);
      const database = `sqlite:///${join(dir, "migrated.db")}`;
      await python(interpreter!, MIGRATE, "", folder, database);
      expect(await python(interpreter!, READ_EVERYTHING, database, runId)).toMatchObject(expected);
    }, 180_000);

    test("what we sync from a local store to the server, MLflow's Python client reads", async () => {
      const local = fileStore(join(dir, "to-sync"));
      const runId = await logEverything(local, "ours, synced");
      const remote = restStore(server.url);
      const { runs } = await syncRuns(local, remote);
      const { champion: _notARun, ...ofTheRun } = expected;
      expect(await python(interpreter!, READ_EVERYTHING, server.url, runs.get(runId)!)).toMatchObject(
        ofTheRun,
      );
      expect(await syncRuns(local, remote)).toMatchObject({ metrics: 0, artifacts: 0, models: 0 });
    }, 180_000);

    test.each(["server", "folder"])(
      "what MLflow's Python client logs to a %s, we read",
      async (kind) => {
        const folder = join(dir, "theirs", "mlruns");
        const uri = kind === "server" ? server.url : `file://${folder}`;
        const store = kind === "server" ? restStore(server.url) : fileStore(folder);
        const made = (await python(interpreter!, WRITE_EVERYTHING, uri, `theirs ${kind}`)) as {
          runId: string;
          modelId: string;
        };
        const run = await store.getRun(made.runId);
        expect(run.info).toMatchObject({ runName: "theirs", status: "FINISHED" });
        expect(run.params).toEqual({ C: "10", "a/b": "c d" });
        expect(run.metrics).toMatchObject({ loss: 0.5, "val/acc": 0.25 });
        expect(run.metrics["nan"]).toBeNaN();
        expect(run.tags).toMatchObject({ größe: "süß", on: "off" });
        expect(run.inputs).toMatchObject([
          { name: "imdb", digest: "abc", tags: { "mlflow.data.context": "train" } },
        ]);
        expect(run.outputs).toEqual([{ modelId: made.modelId, step: 1 }]);
        const history = await store.getMetricHistory(made.runId, "loss");
        expect(history.map((m) => [m.step, m.timestamp, m.value])).toEqual([
          [0, 1_000, 1],
          [1, 1_001, 0.5],
        ]);
        expect(await store.getLoggedModel(made.modelId)).toMatchObject({
          name: "senti",
          status: "READY",
          params: { C: "1" },
        });
        const { experimentId } = run.info;
        expect((await store.getExperiment(experimentId)).tags).toEqual({ team: "a" });
        const filter = "metrics.loss < 0.6 AND params.C = '10' AND tags.on = 'off'";
        const found = await store.searchRuns({ experimentIds: [experimentId], filter });
        expect(found.items.map((item) => item.info.runId)).toEqual([made.runId]);
        const champion = await store.registry.getVersionByAlias(`theirs ${kind}`, "champion");
        expect(champion).toMatchObject({
          version: "1",
          runId: made.runId,
          description: "first",
          tags: { k: "v" },
        });
        if (kind === "server") {
          const text = await store.artifacts.read({ runId: made.runId }, "deep/note.txt");
          expect(Buffer.from(text).toString()).toBe("hello");
        }
      },
      180_000,
    );

    test("killed and restarted in mid-run: nothing lost, nothing doubled", async () => {
      const outbox = join(dir, "outbox");
      const own = await startMlflowServer({ dir: join(dir, "killed") });
      const store = restStore(own.url, { outbox, backoffMs: 20 });
      const tracker = createTracker({ store });
      const experiment = await tracker.setExperiment("outage");
      const run = await experiment.startRun({ runName: "through an outage" });
      const log = async (first: number, last: number) => {
        for (let step = first; step < last; step++) await run.logMetrics({ loss: step }, { step });
      };
      await log(0, 20);
      const logging = log(20, 60);
      await own.stop("SIGKILL");
      await logging;
      await run.logParams({ during: "outage" });
      await run.logText("kept", "outage.txt");
      await run.end();
      await expect(tracker.flush()).rejects.toThrow(/outbox/);

      const again = await startMlflowServer({ dir: join(dir, "killed"), port: own.port });
      try {
        await tracker.close();
        const fresh = restStore(again.url);
        const read = await fresh.getRun(run.runId);
        expect([read.info.status, read.params["during"]]).toEqual(["FINISHED", "outage"]);
        const steps = (await fresh.getMetricHistory(run.runId, "loss")).map((metric) => metric.step);
        expect(steps).toEqual(Array.from({ length: 60 }, (_, step) => step));
        const text = await fresh.artifacts.read({ runId: run.runId }, "outage.txt");
        expect(Buffer.from(text).toString()).toBe("kept");
      } finally {
        await again.stop();
      }
    }, 600_000);
  },
);

const MIGRATE = `
import sys
from click.testing import CliRunner
from mlflow.cli import cli
result = CliRunner().invoke(cli, ["migrate-filestore", "--source", sys.argv[1], "--target", sys.argv[2]])
assert result.exit_code == 0, result.output
print("null")
`;
