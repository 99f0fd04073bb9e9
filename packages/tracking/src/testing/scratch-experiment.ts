import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { createTracker, type ExperimentHandle, fileStore, type Tracker } from "../index.js";

/** An experiment that each test has for itself. */
export interface Scratch {
  /** A folder that is removed after the test; the store is in `mlruns`. */
  readonly dir: string;
  readonly tracker: Tracker;
  readonly experiment: ExperimentHandle;
}

/** Makes an experiment in a new folder before each test; the fields are filled by then. */
export function scratchExperiment(): Scratch {
  const scratch = {} as { -readonly [K in keyof Scratch]: Scratch[K] };
  beforeEach(async () => {
    scratch.dir = await mkdtemp(join(tmpdir(), "tracking-"));
    scratch.tracker = createTracker({ store: fileStore(join(scratch.dir, "mlruns")) });
    scratch.experiment = await scratch.tracker.setExperiment("sentiment");
  });
  afterEach(() => rm(scratch.dir, { recursive: true, force: true }));
  return scratch;
}
