import { Worker } from "node:worker_threads";
import { expect, test, vi } from "vitest";
import { enclose } from "./envelope.js";
import { createWorkerPool, serveJobs } from "./index.js";

const SCRIPT = {
  package: "@imdb/runtime",
  url: new URL("./testing/worker.mjs", import.meta.url),
  isGiven: false,
};
const NUMBERS = new Uint8Array(100_000);

/** The number of values of a message that Deno looks at when it arrives: all that properties lead to. */
function lookedAt(message: unknown): number {
  if (typeof message !== "object" || message === null) return 1;
  return Object.values(message).reduce<number>((sum, value) => sum + lookedAt(value), 1);
}

test("Deno does not search the job that a pool sends number by number", async () => {
  const sent = vi.spyOn(Worker.prototype, "postMessage");
  const pool = createWorkerPool<unknown, number>(SCRIPT, 1);
  try {
    expect(await pool.run({ do: "double", n: 4, numbers: NUMBERS })).toBe(8);
  } finally {
    await pool.close();
  }
  expect(lookedAt(sent.mock.calls[0]![0])).toBeLessThan(10);
});

test("Deno does not search the answer of a thread number by number", async () => {
  const answers: unknown[] = [];
  const listeners: ((job: ReturnType<typeof enclose<string>>) => void)[] = [];
  const port = {
    on: (_event: "message", listener: (typeof listeners)[number]) => void listeners.push(listener),
    postMessage: (answer: unknown) => void answers.push(answer),
  };
  serveJobs<string, Uint8Array>("@imdb/runtime", port, () => ({ value: NUMBERS }));
  listeners[0]!(enclose("numbers"));
  // The first message says that the thread is ready.
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(lookedAt(answers[1])).toBeLessThan(10);
});
