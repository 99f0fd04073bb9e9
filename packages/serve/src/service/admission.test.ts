import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";

const OPTIONS = { maxInFlight: 100, timeoutMs: 1_000 };
const later = () => performance.now() + 1_000;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Keeps the thread longer than a turn lasts. */
function busy(milliseconds = 6): void {
  for (const until = performance.now() + milliseconds; performance.now() < until; );
}

/** Admission on a runtime where a request's timers end with it, as on Cloudflare Workers. */
async function whereTimersEndWithTheirRequest() {
  const timers = new Map<number, Set<NodeJS.Immediate>>();
  let current = 0;
  const set = setImmediate;
  vi.stubGlobal("setImmediate", (task: () => void) => {
    const request = current;
    const own = timers.get(request)!;
    const timer = set(() => {
      own.delete(timer);
      current = request;
      task();
    });
    own.add(timer);
  });
  vi.resetModules();
  const { createAdmission } = await import("./admission.js");
  const admission = createAdmission(OPTIONS);
  let requests = 0;
  return async (work: () => void): Promise<void> => {
    const request = ++requests;
    timers.set(request, new Set());
    current = request;
    try {
      await admission.run(work, later());
    } finally {
      for (const timer of timers.get(request)!) clearImmediate(timer);
    }
  };
}

test("answers one request after the other where a request's timers end with it", async () => {
  const request = await whereTimersEndWithTheirRequest();
  const answered: number[] = [];
  for (let i = 0; i < 5; i++) {
    await Promise.race([request(() => answered.push(i)), sleep(500)]);
    await sleep(6);
  }
  expect(answered).toEqual([0, 1, 2, 3, 4]);
});

test("answers many at once where a request's timers end with it", async () => {
  const request = await whereTimersEndWithTheirRequest();
  const answered: number[] = [];
  const all = Array.from({ length: 40 }, (_, i) =>
    request(() => {
      busy(1);
      answered.push(i);
    }),
  );
  await Promise.race([Promise.all(all), sleep(2_000)]);
  expect(answered).toEqual(Array.from({ length: 40 }, (_, i) => i));
});

test("gives other work on the thread a turn between slices, and keeps the order of arrival", async () => {
  const { createAdmission } = await import("./admission.js");
  const admission = createAdmission(OPTIONS);
  const order: string[] = [];
  function slice(name: string): Promise<void> {
    const work = () => {
      busy();
      order.push(name);
    };
    return admission.run(work, later());
  }
  const others = (async () => {
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("other");
    }
  })();
  const all = Promise.all([slice("a"), slice("b"), slice("c")]);
  expect(admission.waiting).toBe(2);
  await Promise.all([all, others]);
  expect(admission.waiting).toBe(0);
  expect(order).toEqual(["a", "other", "b", "other", "c", "other"]);
});

test("a request and a slice that their runtime cut off count no longer after twice the time limit", async () => {
  // A runtime that runs nothing more of a request whose client has gone: its timers never fire.
  const dropped: (() => void)[] = [];
  vi.stubGlobal("setImmediate", (task: () => void) => void dropped.push(task));
  vi.resetModules();
  const { createAdmission } = await import("./admission.js");
  const admission = createAdmission({ maxInFlight: 1, timeoutMs: 200 });
  admission.enter();
  admission.run(() => busy(6), later());
  admission.run(() => {}, later());
  expect(admission.inFlight).toBe(1);
  expect(admission.waiting).toBeGreaterThan(0);
  expect(() => admission.enter()).toThrow(/is busy/);
  await sleep(420);
  expect([admission.inFlight, admission.waiting]).toEqual([0, 0]);
  const leave = admission.enter();
  leave();
  leave();
  expect(admission.inFlight).toBe(0);
});

test("does not run a slice whose turn comes after its deadline", async () => {
  const { createAdmission } = await import("./admission.js");
  const admission = createAdmission(OPTIONS);
  const first = admission.run(() => busy(12), later());
  await expect(admission.run(() => "late", performance.now())).rejects.toMatchObject({
    code: "REQUEST_TIMEOUT",
  });
  await first;
});
