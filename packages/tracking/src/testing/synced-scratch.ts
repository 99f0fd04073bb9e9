import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { saveSmallBundle } from "../../test/mlflow/bundle.js";
import {
  type FileStore,
  fileStore,
  type Run,
  ServerRefused,
  ServerUnreachable,
  type SyncedStore,
  SyncPending,
  type SyncProgress,
  syncedStore,
} from "../index.js";
import { thrown } from "./thrown.js";

/** The faults of a server that a test sets. */
interface Faults {
  readonly isUnreachable: boolean;
  before(call: string, args: readonly unknown[]): void;
  after(): void;
}

/**
 * A synced store and its server, whose faults a test sets. Another local store is used as the server. Creates both in a
 * new folder before each test; the fields are set by then.
 */
export function syncedScratch() {
  const on = {
    /** Has a bundle in `bundle`, the folder of the synced store in `mlruns` and that of the server in `server`. */
    dir: "",
    /** The store of the server, without the faults. */
    server: {} as FileStore,
    isUnreachable: false,
    /** Called before the server does a call; throws what the server answers instead. */
    before: (_call: string, _args: readonly unknown[]): void => {},
    /** Called after the server did a call; throws when its answer is lost. */
    after: (): void => {},
    /** Opens a synced store in the folder of the test. */
    open: (onProgress?: (progress: SyncProgress) => void): SyncedStore =>
      syncedStore(join(on.dir, "mlruns"), unreliable(on.server, on), { onProgress }),
    /** Closes a store as a process that is killed while the server is unreachable leaves it. */
    async abandon(store: SyncedStore): Promise<void> {
      on.isUnreachable = true;
      expect(SyncPending.is(await thrown(store.close()))).toBe(true);
      on.isUnreachable = false;
    },
    /** The only run of an experiment on the server. */
    async onlyRun(experiment: string): Promise<Run> {
      const there = await on.server.getExperimentByName(experiment);
      const { items } = await on.server.searchRuns({ experimentIds: [there!.experimentId] });
      expect(items).toHaveLength(1);
      return items[0]!;
    },
    /** The lines of a metric in the server's journals: a record that was sent twice has two lines. */
    async linesOf(key: string): Promise<string[]> {
      const lines: string[] = [];
      const experimentIds = (await on.server.listExperiments()).map((experiment) => experiment.experimentId);
      for (const { info } of (await on.server.searchRuns({ experimentIds })).items) {
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
    const server = fileStore(join(dir, "server"));
    Object.assign(on, { dir, server, isUnreachable: false, before: () => {}, after: () => {} });
    await writeFile(join(dir, "MLmodel"), "flavors:\n  imdb: {}\n");
    await saveSmallBundle(join(dir, "bundle"));
  });
  afterEach(() => rm(on.dir, { recursive: true, force: true }));
  return on;
}

/** A store whose calls have the faults that a test sets. */
function unreliable<T extends object>(target: T, faults: Faults): T {
  return new Proxy(target, {
    get(_, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value === "object" && value !== null) return unreliable(value, faults);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        if (name === "close") return Reflect.apply(value, target, args) as unknown;
        if (faults.isUnreachable)
          throw ServerUnreachable.create({ method: "POST", url: String(name), attempts: 1, reason: "test" });
        faults.before(String(name), args);
        const answer: unknown = await Reflect.apply(value, target, args);
        faults.after();
        return answer;
      };
    },
  });
}

/** The refusal of one artifact, in MLflow's own words. */
export function refusedArtifact(): Error {
  const answer = { status: 400, errorCode: "INVALID_PARAMETER_VALUE", reason: "no such name" };
  return ServerRefused.create({ method: "PUT", url: "x", ...answer });
}
