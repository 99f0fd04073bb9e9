import { readFileSync, readlinkSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { errorCode } from "./file-failure.js";

/** What distinguishes a process from all others, also of other machines, containers and boots. */
export interface ProcessIdentity {
  readonly host: string;
  /** The id of the process; where there is `/proc`, its number there, which the processes of a container share. */
  readonly pid: number;
  /** Boot, `/proc` and clock in which `pid` and `started` count. Processes of another place cannot be seen. */
  readonly place?: string | undefined;
  /** The start of the process, in ticks since the boot. */
  readonly started?: string | undefined;
}

let known: ProcessIdentity | undefined;

/**
 * The identity of this process. On Linux it has the id of the boot, the device of `/proc` (each PID namespace has its
 * own) and the time of the start: two processes with the id 1 in two containers differ, and so do two processes
 * that had one id after another. It does not depend on the clock of the machine.
 *
 * @see proc(5): `/proc/sys/kernel/random/boot_id`, and `starttime` in `/proc/<pid>/stat`.
 */
export function processIdentity(): ProcessIdentity {
  known ??= read();
  return known;
}

function read(): ProcessIdentity {
  const host = hostname();
  const boot = orUndefined(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const started = startOf("self");
  if (boot === undefined || started === undefined) return { host, pid: process.pid };
  const clock = orUndefined(() => readlinkSync("/proc/self/ns/time")) ?? "";
  return {
    host,
    pid: Number(readlinkSync("/proc/self")),
    place: `${boot}/${statSync("/proc").dev}/${clock}`,
    started,
  };
}

/** Whether a process has ended or runs, where this process can tell. */
export function fateOfProcess({ host, pid, place, started }: ProcessIdentity): "ended" | "runs" | "unknown" {
  const own = processIdentity();
  if (place !== own.place) return "unknown";
  if (place === undefined) {
    return host === own.host && pid !== process.pid && hasNoProcess(pid) ? "ended" : "unknown";
  }
  const current = startOf(String(pid));
  if (current === started) return "runs";
  // With the mount option `hidepid` the processes of other users look as if they had ended.
  return current !== undefined || startOf("1") !== undefined ? "ended" : "unknown";
}

/** The start of a running process, by `/proc`. */
function startOf(pid: string): string | undefined {
  const stat = orUndefined(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name of the program, in parentheses, may hold spaces.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields?.[0], fields?.[19]];
  // A zombie has ended: only its parent has not asked for its exit code yet.
  return state === "Z" || state === "X" ? undefined : started;
}

function hasNoProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}

function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
