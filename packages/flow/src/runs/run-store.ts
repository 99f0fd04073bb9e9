import type { Damage } from "@imdb/runtime/files";
import type { FlowEvent } from "../contracts/events.js";
import type { RunRecord } from "../contracts/run-record.js";
import type { StateName, TerminalState } from "../contracts/state.js";

/** A run in the list of a store. */
export interface RunSummary {
  readonly runId: string;
  readonly flow: string;
  readonly version: string;
  /** `Crashed` also when its process ended without a final state. */
  readonly state: StateName;
  /** Start of its first session, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The number of its sessions: more than one when it was resumed. */
  readonly sessions: number;
}

/** The runs of a store, the newest first. */
export interface RunList extends ReadonlyArray<RunSummary> {
  /** The files of the runs that cannot be read, and are left out. Missing when there are none. */
  readonly damaged?: readonly Damage[] | undefined;
}

/** The description of a run that begins. */
export interface FlowRunStart {
  readonly flow: string;
  readonly version: string;
  /** The hash of its input and seed; `undefined` when they have none. */
  readonly inputKey: string | undefined;
  /** The id that it must have; `undefined`: the store chooses one. */
  readonly runId: string | undefined;
  /** Whether the newest run of the same flow, version and input that did not complete is continued. */
  readonly resume: "unfinished" | "never";
  /** Ends a wait for a process that holds the run and cannot be seen. */
  readonly signal?: AbortSignal | undefined;
}

/** A run of which this process holds the lease. */
export interface RunSession {
  readonly runId: string;
  /** Whether it continues an earlier one. */
  readonly resumed: boolean;
  /** Aborts when another process has replaced this one, which was paused for longer than its lease. */
  readonly signal: AbortSignal;
  /** Writes an event to the journal, a little later. */
  append(event: FlowEvent): void;
  /**
   * Writes the final state and releases the run. Throws `FILE_FAILURE` when an event could not be written, `LEASE_LOST`
   * when another process has the run: then nothing is written.
   */
  end(state: Exclude<TerminalState, "Cached">): Promise<void>;
}

/** Keeps runs: their list, their events, and what is needed to resume them. */
export interface RunStore {
  /**
   * Begins a run, or continues one that did not complete. A damaged run is passed over, unless it is that of the given
   * id.
   *
   * @throws `DAMAGED_RUN` for the run of the given id, `RUN_ACTIVE` when a living process holds the run of the given id, `RUN_MISMATCH` when it is a run of
   *         another flow, `CANCELLED` when the signal aborts before the run has begun.
   */
  begin(run: FlowRunStart): Promise<RunSession>;
  /** All runs, the newest first. A damaged one is left out, and named in `damaged` of the answer. */
  list(): Promise<RunList>;
  /** The record of a run. Throws `UNKNOWN_RUN`, `DAMAGED_RUN`. */
  read(runId: string): Promise<RunRecord>;
}
