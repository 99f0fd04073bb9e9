import type { FlowEvent } from "../contracts/events.js";
import type { RunRecord } from "../contracts/run-record.js";
import type { StateName, TerminalState } from "../contracts/state.js";

/** What a run is, as a store lists it. */
export interface RunSummary {
  readonly runId: string;
  readonly flow: string;
  readonly version: string;
  /** `Crashed` also when its process is gone and no final state was written. */
  readonly state: StateName;
  /** Milliseconds since 1970, of its first session. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** How often it was started: more than one when it was resumed. */
  readonly sessions: number;
}

/** What a flow says of a run that it begins. */
export interface RunBeginning {
  readonly flow: string;
  readonly version: string;
  /** Identifies its input and seed; `undefined` when they have no hash. */
  readonly inputKey: string | undefined;
  /** The id it must have; `undefined` leaves it to the store. */
  readonly runId: string | undefined;
  /** Whether the newest run of the same flow, version and input that did not complete is continued. */
  readonly resume: "unfinished" | "never";
}

/** A run that this process holds. */
export interface RunSession {
  readonly runId: string;
  /** Whether it continues an earlier one. */
  readonly resumed: boolean;
  /** Writes an event down, soon. */
  append(event: FlowEvent): void;
  /** Writes the final state and lets go of the run. Throws `FILE_FAILURE` when an event could not be written. */
  end(state: Exclude<TerminalState, "Cached">): Promise<void>;
}

/** Remembers runs: which there are, what happened in them, and which can be continued. */
export interface RunStore {
  /**
   * Begins a run, or continues one that did not complete.
   *
   * @throws `RUN_ACTIVE` when the given id's run is held by a living process, `RUN_MISMATCH` when it belongs to
   *         another flow.
   */
  begin(run: RunBeginning): Promise<RunSession>;
  /** All runs, the newest first. */
  list(): Promise<RunSummary[]>;
  /** Everything known of a run. Throws `UNKNOWN_RUN`. */
  read(runId: string): Promise<RunRecord>;
}
