import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { createTracker, type ExperimentHandle, fileStore, type Tracker } from "../index.js";

/** Creates an experiment in a new folder before each test, when the fields are set, and removes it after the test. */
export function scratchExperiment() {
  const scratch = { dir: "", tracker: {} as Tracker, experiment: {} as ExperimentHandle };
  beforeEach(async () => {
    scratch.dir = await mkdtemp(join(tmpdir(), "tracking-"));
    scratch.tracker = createTracker({ store: fileStore(join(scratch.dir, "mlruns")) });
    scratch.experiment = await scratch.tracker.setExperiment("sentiment");
  });
  afterEach(() => rm(scratch.dir, { recursive: true, force: true }));
  return scratch;
}
