import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { saveSmallBundle } from "../../test/mlflow/bundle.js";
import {
  type FileStore,
  fileStore,
  type Run,
  ServerUnreachable,
  type SyncedStore,
  SyncPending,
  type SyncProgress,
  syncedStore,
} from "../index.js";
import { thrown } from "./thrown.js";

/** A synced store before a server that a test can take away: another local store stands for it. */
export interface SyncedScratch {
  /** Holds a bundle in `bundle`, the folder in `mlruns` and the server's in `server`. */
  readonly dir: string;
  /** What the server has. */
  behind: FileStore;
  away: boolean;
  /** What the server does before a call; throws what it answers. */
  before: (call: string, args: readonly unknown[]) => void;
  /** Called once the server has done a call; throws when its answer gets lost. */
  after: () => void;
  /** A synced store in the folder that all of one test share. */
  open(onProgress?: (progress: SyncProgress) => void): SyncedStore;
  /** Ends a store like a process that is killed while the server is away. */
  abandon(store: SyncedStore): Promise<void>;
  /** The one run of an experiment that the server has. */
  onlyRun(experiment: string): Promise<Run>;
  /** The lines of a metric in the server's journals: a record that came twice stands there twice. */
  linesOf(key: string): Promise<string[]>;
}

/** Makes a folder and a server before each test; the fields are filled by then. */
export function syncedScratch(): SyncedScratch {
  const on = { open, abandon, onlyRun, linesOf } as {
    -readonly [K in keyof SyncedScratch]: SyncedScratch[K];
  };

  beforeEach(async () => {
    on.dir = await mkdtemp(join(tmpdir(), "synced-"));
    on.behind = fileStore(join(on.dir, "server"));
    on.away = false;
    on.before = () => {};
    on.after = () => {};
    await writeFile(join(on.dir, "MLmodel"), "flavors:\n  imdb: {}\n");
    await saveSmallBundle(join(on.dir, "bundle"));
  });

  afterEach(() => rm(on.dir, { recursive: true, force: true }));

  function open(onProgress?: (progress: SyncProgress) => void): SyncedStore {
    return syncedStore(join(on.dir, "mlruns"), unreliable(on.behind, on), { onProgress });
  }

  async function abandon(store: SyncedStore): Promise<void> {
    on.away = true;
    expect(SyncPending.is(await thrown(store.close()))).toBe(true);
    on.away = false;
  }

  async function onlyRun(experiment: string): Promise<Run> {
    const there = await on.behind.getExperimentByName(experiment);
    const { items } = await on.behind.searchRuns({ experimentIds: [there!.experimentId] });
    expect(items).toHaveLength(1);
    return items[0]!;
  }

  async function linesOf(key: string): Promise<string[]> {
    const lines: string[] = [];
    for (const { experimentId } of await on.behind.listExperiments()) {
      for (const { info } of (await on.behind.searchRuns({ experimentIds: [experimentId] })).items) {
        const folder = new URL(`${info.artifactUri}/../.journal/`);
        for (const name of await readdir(folder)) {
          if (!name.endsWith(".log")) continue;
          const text = await readFile(new URL(name, folder), "utf8");
          lines.push(...text.split("\n").filter((line) => line.endsWith(` ${key}`)));
        }
      }
    }
    return lines;
  }

  return on;
}

/** A store as if a server stood before it. */
function unreliable<T extends object>(target: T, on: SyncedScratch): T {
  return new Proxy(target, {
    get(_, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value === "object" && value !== null) return unreliable(value, on);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        if (name === "close") return Reflect.apply(value, target, args) as unknown;
        if (on.away)
          throw ServerUnreachable.create({ method: "POST", url: String(name), attempts: 1, reason: "test" });
        on.before(String(name), args);
        const answer: unknown = await Reflect.apply(value, target, args);
        on.after();
        return answer;
      };
    },
  });
}
