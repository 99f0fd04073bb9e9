import { checkOption, oneOf } from "@imdb/core/options";
import type { EndStatus } from "../entities/run.js";
import { RunEnded } from "../errors.js";
import type { TrackingStore } from "../store/tracking-store.js";

const endStatus = oneOf<EndStatus>("FINISHED", "FAILED", "KILLED");

/** What is done around the end of a run. */
export interface EndHooks {
  /** Called once, before the end is recorded. When it fails, the run ends all the same, and `end` throws its failure. */
  before(): Promise<void>;
  /** Called once the end is recorded. */
  after(): void;
}

/** The end of one run. */
export type RunEnd = ReturnType<typeof runEnd>;

/** Makes the end of a run, which is recorded once. When recording it fails, it can be tried again. */
export function runEnd(store: TrackingStore, runId: string, hooks: EndHooks) {
  /** The status that was asked for first; once the end is recorded, the status that is recorded. */
  let asked: EndStatus | undefined;
  let isRecorded = false;
  /** The recording that is under way. */
  let recording: Promise<void> | undefined;

  async function record(status: EndStatus): Promise<void> {
    const isFirst = asked === undefined;
    asked ??= status;
    try {
      if (isFirst) await hooks.before();
    } finally {
      await store.updateRun(runId, { status, endTime: Date.now() });
      [asked, isRecorded] = [status, true];
      hooks.after();
    }
  }

  return {
    /** @throws `RUN_ENDED` once the end was asked for, whether it is recorded or not. */
    assertOpen(): void {
      if (asked !== undefined) throw RunEnded.create({ runId, status: asked });
    },
    /** Ends the run, unless its end is recorded. Calls at the same time record one end. */
    async end(status: EndStatus = "FINISHED"): Promise<void> {
      checkOption("status", status, endStatus, "end");
      if (isRecorded) return;
      recording ??= record(status).finally(() => {
        recording = undefined;
      });
      return recording;
    },
    /** Ends a run whose block was left: FAILED, unless an end was asked for that could not be recorded. */
    async leave(): Promise<void> {
      await this.end(asked ?? "FAILED");
    },
  };
}
