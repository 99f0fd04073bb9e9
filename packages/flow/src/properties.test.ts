import fc from "fast-check";
import { expect, test } from "vitest";
import { rounds } from "../../../tools/optional/tools.mjs";
import {
  canFollow,
  type FlowEvent,
  flow,
  isTerminal,
  memoryResultStore,
  type StateName,
  task,
} from "./index.js";

/** A node of a random graph: which earlier ones it takes, and how often it fails before it works. */
const nodeArbitrary = fc.record({
  deps: fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
  failures: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
  delay: fc.nat({ max: 3 }),
});

const graphArbitrary = fc.record({
  nodes: fc.array(nodeArbitrary, { minLength: 1, maxLength: 12 }),
  retries: fc.nat({ max: 2 }),
  /** After how many events a session is cancelled; each session has its own, the ones after them none. */
  cancelAfter: fc.array(fc.nat({ max: 40 }), { maxLength: 3 }),
});

test("random graphs with random failures, cancellations and restarts", async () => {
  await fc.assert(
    fc.asyncProperty(graphArbitrary, async ({ nodes, retries, cancelAfter }) => {
      const failuresLeft = nodes.map((node) => node.failures);
      const succeeded = nodes.map(() => 0);
      const work = task(
        { name: "node", retries, retryDelay: "1ms", retryJitter: 0 },
        async ({ i, values }: { readonly i: number; readonly values: readonly number[] }, { attempt }) => {
          expect(attempt).toBeLessThanOrEqual(retries + 1);
          await new Promise((resolve) => setTimeout(resolve, nodes[i]!.delay));
          if (failuresLeft[i]! > 0) {
            failuresLeft[i]!--;
            throw new Error(`node ${i}`);
          }
          succeeded[i]!++;
          return values.reduce((a, b) => a + b, i + 1);
        },
      );
      const graph = flow({ name: "graph" }, async () => {
        const results: Promise<number>[] = [];
        for (const [i, { deps }] of nodes.entries()) {
          const inputs = deps.filter((dep) => dep < i).map((dep) => results[dep]!);
          results.push(Promise.all(inputs).then((values) => work({ i, values })));
        }
        return Promise.all(results);
      });

      const store = memoryResultStore();
      let completed: readonly number[] | undefined;
      const kept = new Set<string>();
      for (let session = 0; completed === undefined; session++) {
        expect(session).toBeLessThan(100);
        const states = new Map<string, StateName[]>();
        const controller = new AbortController();
        let events = 0;
        const onEvent = (event: FlowEvent) => {
          if (event.type === "taskState") {
            states.set(event.taskRunId, [...(states.get(event.taskRunId) ?? []), event.state]);
          }
          if (++events === cancelAfter[session]) controller.abort();
        };
        const run = await graph.run(undefined, { store, runId: "r", onEvent, signal: controller.signal });
        for (const [id, path] of states) {
          expect(path[0], id).toBe("Pending");
          for (let i = 1; i < path.length; i++)
            expect(canFollow(path[i - 1]!, path[i]!), `${id}: ${path}`).toBe(true);
          expect(path.filter(isTerminal), `${id}: ${path}`).toHaveLength(1);
          expect(path.filter((state) => state === "Running").length).toBeLessThanOrEqual(retries + 1);
        }
        expect(run.steps.map((step) => step.state)).toEqual(
          run.steps.map((step) => states.get(step.taskRunId)?.at(-1)),
        );
        if (run.state === "Completed") completed = run.result;
        // A run that has failed already stays so when it is cancelled while it winds down.
        else expect(controller.signal.aborted ? ["Cancelled", "Failed"] : ["Failed"]).toContain(run.state);
        for await (const key of store.keys()) kept.add(key);
      }

      // The same as plain functions give.
      const expected: number[] = [];
      for (const [i, { deps }] of nodes.entries()) {
        expected.push(deps.filter((dep) => dep < i).reduce((sum, dep) => sum + expected[dep]!, i + 1));
      }
      expect(completed).toEqual(expected);
      // What was finished once was kept, and never done again.
      expect(succeeded).toEqual(nodes.map(() => 1));
      expect(kept.size).toBe(nodes.length);
    }),
    { numRuns: rounds(60, 500) },
  );
}, 120_000);
