import { setTimeout as sleep } from "node:timers/promises";
import { type Lease, takeLease } from "@imdb/runtime/leases";
import type { TrackingStore } from "../store/tracking-store.js";

/** Milliseconds between two attempts to take a lease. */
const PAUSE = 50;

/**
 * Does work while this process has a lease: one process at a time does it, and the others wait.
 *
 * @param path  As for `takeLease`.
 * @throws `FILE_FAILURE`, and what `work` throws
 */
export async function whileLeased<T>(path: string, work: (lease: Lease) => Promise<T>): Promise<T> {
  let { lease } = await takeLease(path, { afterRelease: "removed" });
  while (!lease) {
    await sleep(PAUSE);
    ({ lease } = await takeLease(path, { afterRelease: "removed" }));
  }
  try {
    return await work(lease);
  } finally {
    lease.release();
  }
}

/** A store whose every call first checks a lease: who was replaced, because it was paused, sends nothing more. */
export function fencedStore(store: TrackingStore, { check }: Lease): TrackingStore {
  return fenced(store, check);
}

function fenced<T extends object>(target: T, check: () => void): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === "object" && value !== null) return fenced(value, check);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        check();
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}
