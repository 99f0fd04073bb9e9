import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SchemaMismatch } from "@imdb/core";
import { describe, expect } from "vitest";
import { crashTests } from "../../../tools/crash/crash-tests.mjs";
import { DamagedStore, type FileStore, fileStore, syncedStore } from "../src/index.js";

// A crash after each file operation: everything acknowledged is there once, nothing is half there, and the store goes on.

const testCrashes = crashTests(new URL("./durable-operations.ts", import.meta.url));

/** The acknowledgements of a kind, each split at its spaces. */
const of = (acknowledged: readonly string[], kind: string) =>
  acknowledged.filter((text) => text.startsWith(`${kind} `)).map((text) => text.split(" ").slice(1));

/** The result of a call on a store; undefined when a power cut has damaged what it reads. */
async function orDamaged<T>(isPowerLost: boolean, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!isPowerLost || !(DamagedStore.is(error) || SchemaMismatch.is(error))) throw error;
    return undefined;
  }
}

/** Every run of a store. A process that was killed leaves none damaged. */
async function allRuns(store: FileStore, isPowerLost: boolean) {
  const experimentIds = (await store.listExperiments("ALL")).map(({ experimentId }) => experimentId);
  const { items, damaged = [] } = await store.searchRuns({ experimentIds, view: "ALL" });
  if (!isPowerLost) expect(damaged).toEqual([]);
  return items;
}

async function checkRuns(store: FileStore, acknowledged: readonly string[], isPowerLost: boolean) {
  const runs = new Map((await allRuns(store, isPowerLost)).map((run) => [run.info.runId, run]));
  for (const [runId] of of(acknowledged, "run")) expect(runs.keys()).toContain(runId);
  for (const [runId, step] of of(acknowledged, "metric"))
    expect((await store.getMetricHistory(runId!, "loss")).map((metric) => metric.step)).toContain(
      Number(step),
    );
  for (const [runId] of of(acknowledged, "param")) expect(runs.get(runId!)?.params).toEqual({ C: "1" });
  for (const [runId] of of(acknowledged, "tag")) expect(runs.get(runId!)?.tags["late"]).toBe("1");
  for (const [runId] of of(acknowledged, "end")) expect(runs.get(runId!)?.info.status).toBe("FINISHED");
  for (const [runId] of of(acknowledged, "artifact"))
    expect(Buffer.from(await store.artifacts.read({ runId: runId! }, "a/hello.txt")).toString()).toBe(
      "hello",
    );
  for (const { info, params } of runs.values()) {
    const steps = (await store.getMetricHistory(info.runId, "loss")).map((metric) => metric.step);
    expect(steps).toEqual(steps.map((_, step) => step));
    if (!isPowerLost) expect([undefined, "1"]).toContain(params["C"]);
    for (const { path } of await store.artifacts.list({ runId: info.runId })) expect(path).toBe("a");
  }
}

describe("runs", () => {
  testCrashes(
    { "run, params, metrics, end": {}, "records with fsync": { survives: "power" } },
    {
      survives: "kill",
      async check(folder, { acknowledged, isPowerLost }) {
        const store = fileStore(join(folder, "mlruns"));
        await checkRuns(store, acknowledged, isPowerLost);
        const { damaged, killedRuns } = await store.recover();
        if (!isPowerLost) expect(damaged).toEqual([]);
        const ended = of(acknowledged, "end").map(([runId]) => runId);
        for (const runId of killedRuns) expect(ended).not.toContain(runId);
        await checkRuns(store, acknowledged, isPowerLost);
        const runs = await allRuns(store, isPowerLost);
        for (const { info } of runs) if (!isPowerLost) expect(["KILLED", "FINISHED"]).toContain(info.status);
        // The store goes on.
        await orDamaged(isPowerLost, async () => {
          const existing = (await store.getExperimentByName("e"))?.experimentId;
          const experimentId = existing ?? (await store.createExperiment("e"));
          const given = { experimentId, runName: "next", userId: "ada", startTime: 1, tags: {} };
          const { info } = await store.createRun(given);
          await store.updateRun(info.runId, { status: "FINISHED" });
        });
        await store.close();
      },
    },
  );
});

describe("the model registry", () => {
  testCrashes(
    { "model registry": {} },
    {
      survives: "kill",
      check: async (folder, { acknowledged, isPowerLost }) => {
        await checkRegistry(fileStore(join(folder, "mlruns")), acknowledged, isPowerLost);
      },
    },
  );

  testCrashes(
    { "changes of one model by two processes": { processes: 2 } },
    {
      survives: "kill",
      prepare: async (folder) => {
        await fileStore(join(folder, "mlruns")).registry.createRegisteredModel("lr");
      },
      check: async (folder, { acknowledged, isPowerLost }) => {
        const store = fileStore(join(folder, "mlruns"));
        await checkRegistry(store, acknowledged, isPowerLost);
      },
    },
  );
});

async function checkRegistry(store: FileStore, acknowledged: readonly string[], isPowerLost: boolean) {
  const { registry } = store;
  const models = (await registry.listRegisteredModels()).map(({ name }) => name);
  for (const [name] of of(acknowledged, "model")) expect(models).toContain(name);
  const lastDescription = of(acknowledged, "model").at(-1)?.[1];
  for (const name of models) {
    await orDamaged(isPowerLost, async () => {
      const { description } = await registry.getRegisteredModel(name);
      if (lastDescription === "second") expect(description).toBe("second");
      const versions = await registry.listModelVersions(name);
      expect(versions.map(({ version }) => Number(version))).toEqual(
        versions.map((_, i) => versions.length - i),
      );
      const given = await registry.createModelVersion({ name, source: "next" });
      if (!isPowerLost) expect(given.version).toBe(String(versions.length + 1));
      await registry.describeRegisteredModel(name, "after the crash");
      expect((await registry.getRegisteredModel(name)).description).toBe("after the crash");
    });
  }
  for (const [name, version, source] of of(acknowledged, "version")) {
    const found = await registry.getModelVersion(name!, version!);
    if (source !== undefined) expect(found.source).toBe(source);
  }
  for (const [name, version, , number] of of(acknowledged, "description"))
    expect((await registry.getModelVersion(name!, version!)).description).toBe(`of ${number}`);
  for (const [name, version] of of(acknowledged, "alias"))
    expect((await registry.getVersionByAlias(name!, "champion")).version).toBe(version);
}

describe("the sync", () => {
  testCrashes(
    { "sync to a server": {}, "sync of one folder by two processes": { processes: 2 } },
    {
      survives: "kill",
      // It would take from the folder of the server too, which is the server's matter.
      powerCuts: "left out",
      async check(folder, { acknowledged }) {
        const server = fileStore(join(folder, "server"));
        const store = syncedStore(join(folder, "mlruns"), server);
        await store.recover?.();
        await store.flush();
        const copyOf = async (runId: string) => (await store.serverId(runId))!;
        for (const [runId, step] of of(acknowledged, "metric")) {
          const history = await server.getMetricHistory(await copyOf(runId!), "loss");
          expect(history.map((metric) => metric.step)).toContain(Number(step));
        }
        for (const [runId] of of(acknowledged, "artifact")) {
          const bytes = await server.artifacts.read({ runId: await copyOf(runId!) }, "a/hello.txt");
          expect(Buffer.from(bytes).toString()).toBe("hello");
        }
        for (const [runId] of of(acknowledged, "end"))
          expect((await server.getRun(await copyOf(runId!))).info.status).toBe("FINISHED");
        const runs = await allRuns(server, false);
        expect(new Set(runs.map(({ info }) => info.runName)).size).toBe(runs.length);
        for (const { info } of runs) expect(await timesSent(server, info.runId)).toBeLessThanOrEqual(1);
        await store.close();
      },
    },
  );
});

/** How often the server got a record of a run, at most: each sending is a line in its journals. */
async function timesSent(server: FileStore, runId: string): Promise<number> {
  const folder = new URL(`${(await server.getRun(runId)).info.artifactUri}/../.journal/`);
  const times = new Map<string, number>();
  if (!existsSync(folder)) return 0;
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".log"))) {
    const lines = (await readFile(new URL(name, folder), "utf8")).split("\n").slice(0, -1);
    for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  }
  return Math.max(0, ...times.values());
}
