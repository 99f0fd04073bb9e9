import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { crashTests } from "../../../tools/crash/crash-tests.mjs";
import { folderResultStore } from "../src/index.js";
import { completedDays, DAY, DAYS, daily, settingsIn, threeSteps } from "./durable-flow.js";

// A crash after each file operation: a stored result is whole, a run goes on after its finished steps, and a day is run.

const testCrashes = crashTests(new URL("./durable-operations.ts", import.meta.url));
const key = (n: number) => String(n).repeat(64);

testCrashes(
  { "results of tasks": {}, "results of one key by two processes": { processes: 2 } },
  {
    survives: "kill",
    async check(folder, { acknowledged, isPowerLost }) {
      const store = folderResultStore(folder);
      const written = acknowledged.filter((text) => text.includes(" written "));
      expect(written.length).toBeLessThanOrEqual(1);
      for (const n of [1, 2]) {
        const bytes = await store.get(key(n));
        const text = bytes && Buffer.from(bytes).toString();
        // What a power cut has damaged has another checksum: the layer above computes it again.
        if (text !== undefined && !isPowerLost) expect(text).toMatch(/^result of [01]$/);
        if (n === 1 && written[0]) expect(text).toBe(`result of ${written[0].at(-1)}`);
        const isDeleted = acknowledged.includes(`deleted ${n}`);
        if (isDeleted) expect(text).toBeUndefined();
        else if (acknowledged.some((line) => line.startsWith(`result ${n}`))) expect(text).toBeDefined();
        for await (const found of store.keys()) expect([key(1), key(2)]).toContain(found);
        await store.delete(key(n));
        expect(await store.set(key(n), Buffer.from("next"))).toBe("written");
      }
    },
  },
);

testCrashes(
  { "run of a flow": {}, "resumed run": {}, "run of a flow by two processes": { processes: 2 } },
  {
    survives: "kill",
    async prepare(folder, { operation }) {
      if (operation !== "resumed run") return;
      const failing = threeSteps((n) => {
        if (n === 2) throw new Error("the process before failed");
      });
      expect((await failing.run(3, settingsIn(folder))).state).toBe("Failed");
    },
    async check(folder, { acknowledged, isPowerLost, processes }) {
      const { runs } = settingsIn(folder);
      const before = await runs.list();
      // Those of one input: at most one of them can be resumed.
      expect(before.filter(({ state }) => state === "Running")).toEqual([]);
      const completed = acknowledged.flatMap((text) => /^run (\S+) Completed$/.exec(text)?.[1] ?? []);
      const states = new Map(before.map(({ runId, state }) => [runId, state]));
      for (const runId of completed) expect(states.get(runId)).toBe("Completed");
      const computed: number[] = [];
      const steps = threeSteps((n, when) => {
        if (when === "computed") computed.push(n);
      });
      const run = await steps.run(3, settingsIn(folder));
      expect(run).toMatchObject({ state: "Completed", result: 60 });
      const newest = before[0];
      const done = acknowledged.map((text) => Number(/^step (\d)$/.exec(text)?.[1] ?? 0));
      // A run that is complete is not continued, and of the runs of two processes the newer one is.
      if (newest?.state !== "Completed" && processes === 1)
        for (const n of computed) expect(done).not.toContain(n);
      if (newest && newest.state !== "Completed" && !isPowerLost) expect(run.runId).toBe(newest.runId);
      for (const { runId } of await runs.list()) {
        const record = await runs.read(runId);
        if (record.state !== "Completed" || isPowerLost) continue;
        expect(record.tasks.map((done) => done.id)).toEqual(["step-0", "step-1", "step-2"]);
        for (const { state } of record.tasks) expect(["Cached", "Completed"]).toContain(state);
      }
    },
  },
);

testCrashes(
  { schedule: {}, "schedule of two processes": { processes: 2 } },
  {
    survives: "kill",
    powerCuts: "left out",
    async prepare(folder) {
      const lastDue = Math.floor(Date.now() / DAY) * DAY - 1.5 * DAY;
      await mkdir(join(folder, "schedules", "daily"), { recursive: true });
      await writeFile(join(folder, "schedules", "daily", "schedule.json"), JSON.stringify({ lastDue }));
    },
    async check(folder, { acknowledged }) {
      const ran: string[] = [];
      const problems: unknown[] = [];
      const made = daily(folder, {
        onRun: ({ state }, { scheduledFor }) => ran.push(`day ${scheduledFor.toISOString()} ${state}`),
        onError: (error) => problems.push(error),
      });
      await made.start();
      for (let waits = 0; waits < 500 && (await completedDays(folder)) < DAYS; waits++) await sleep(10);
      await made.stop();
      expect(problems).toEqual([]);
      const all = [...acknowledged, ...ran];
      expect(await completedDays(folder)).toBeGreaterThanOrEqual(DAYS);
      for (const line of acknowledged) expect(all.filter((other) => other === line)).toHaveLength(1);
    },
  },
);
