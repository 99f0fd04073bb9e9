/** Which operation is checked. */
export interface CheckedOperation {
  readonly operation: string;
  /** The processes that do it at the same time. */
  readonly processes: number;
}

/** What is known of a folder that a crash has left. */
export interface CrashState extends CheckedOperation {
  /** What was acknowledged and must be there. */
  readonly acknowledged: readonly string[];
  /** Whether the machine has lost power: what was not synced may be missing or half there, and is a typed error. */
  readonly isPowerLost: boolean;
}

/** A durable operation, and what must hold after a crash in it. */
export interface CrashCheck {
  /** Its name: the first argument of the script, and a row of the table in docs/security.md. */
  readonly operation: string;
  /**
   * The script that does it, in TypeScript, started as `node script OPERATION FOLDER NUMBER`, with the number of the process.
   * It works in the folder, and calls `acknowledge(text)` after each call that has resolved.
   */
  readonly script: URL;
  /** What its acknowledgements survive: that the process is killed, or that the machine loses power too. */
  readonly survives: "kill" | "power";
  /** `"left out"`: what a power cut leaves is not looked at. Default `"checked"`. */
  readonly powerCuts?: "checked" | "left out";
  /** The processes that do it at the same time. Default 1. */
  readonly processes?: number;
  /** Fills the folder before. */
  prepare?(folder: string, checked: CheckedOperation): Promise<void>;
  /** Recovers, and throws when something is wrong. The folder has the path that it had for the processes, which have ended. */
  check(folder: string, state: CrashState): Promise<void>;
}

/**
 * Records the file operations of a durable operation, and checks the state after each of them: as a killed process
 * leaves it, with half of the last write, and as a power cut may leave it (what was not synced is missing, half there,
 * or there without its name; a lease that is half there is removed, because each is waited for). A usual run looks at 10
 * states of each operation and at one after each acknowledgement (at power cuts only where one must lose nothing), one
 * with IMDB_HEAVY=1 at all states.
 *
 * @see Pillai et al. (2014), All file systems are not created equal: on the complexity of crafting crash-consistent
 *      applications (ALICE).
 */
export function checkCrashes(
  check: CrashCheck,
): Promise<{ readonly prefixes: number; readonly states: number }>;

declare global {
  /** In a script of {@link checkCrashes}: records that a call has resolved. */
  function acknowledge(text: string): void;
}
