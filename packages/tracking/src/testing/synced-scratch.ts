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

/** What a test sets of the server of a synced store. */
interface Server {
  readonly away: boolean;
  before(call: string, args: readonly unknown[]): void;
  after(): void;
}

/**
 * A synced store before a server that a test can take away: another local store stands for it. Makes both in a new
 * folder before each test; the fields are filled by then.
 */
export function syncedScratch() {
  const on = {
    /** Holds a bundle in `bundle`, the folder in `mlruns` and the server's in `server`. */
    dir: "",
    /** What the server has. */
    behind: {} as FileStore,
    away: false,
    /** What the server does before a call; throws what it answers. */
    before: (_call: string, _args: readonly unknown[]): void => {},
    /** Called once the server has done a call; throws when its answer gets lost. */
    after: (): void => {},
    /** A synced store in the folder that all of one test share. */
    open: (onProgress?: (progress: SyncProgress) => void): SyncedStore =>
      syncedStore(join(on.dir, "mlruns"), unreliable(on.behind, on), { onProgress }),
    /** Ends a store like a process that is killed while the server is away. */
    async abandon(store: SyncedStore): Promise<void> {
      on.away = true;
      expect(SyncPending.is(await thrown(store.close()))).toBe(true);
      on.away = false;
    },
    /** The one run of an experiment that the server has. */
    async onlyRun(experiment: string): Promise<Run> {
      const there = await on.behind.getExperimentByName(experiment);
      const { items } = await on.behind.searchRuns({ experimentIds: [there!.experimentId] });
      expect(items).toHaveLength(1);
      return items[0]!;
    },
    /** The lines of a metric in the server's journals: a record that came twice stands there twice. */
    async linesOf(key: string): Promise<string[]> {
      const lines: string[] = [];
      const experimentIds = (await on.behind.listExperiments()).map((experiment) => experiment.experimentId);
      for (const { info } of (await on.behind.searchRuns({ experimentIds })).items) {
        const folder = new URL(`${info.artifactUri}/../.journal/`);
        for (const name of (await readdir(folder)).filter((name) => name.endsWith(".log"))) {
          const text = await readFile(new URL(name, folder), "utf8");
          lines.push(...text.split("\n").filter((line) => line.endsWith(` ${key}`)));
        }
      }
      return lines;
    },
  };

  beforeEach(async () => {
    const dir = await mkdtemp(join(tmpdir(), "synced-"));
    const behind = fileStore(join(dir, "server"));
    Object.assign(on, { dir, behind, away: false, before: () => {}, after: () => {} });
    await writeFile(join(dir, "MLmodel"), "flavors:\n  imdb: {}\n");
    await saveSmallBundle(join(dir, "bundle"));
  });
  afterEach(() => rm(on.dir, { recursive: true, force: true }));
  return on;
}

/** A store as if a server stood before it. */
function unreliable<T extends object>(target: T, on: Server): T {
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
