// The processes of a storm. Each is known by the id that it was started with, and nothing else is ended.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A PID namespace with a `/proc` of its own, as a container has: nobody there sees whether a process of another one runs. */
const CONTAINER = ["--pid", "--fork", "--kill-child", "--mount-proc"];
export const canContain = spawnSync("unshare", [...CONTAINER, "true"]).status === 0;

/**
 * A process that is started again after its end, until it is stopped.
 *
 * @param options.isContained  Whether it runs in a container of its own.
 * @param options.onLine  Called with each JSON line of its standard output: what it acknowledges.
 * @param options.input   Returns what it is started with.
 */
export function attackedProcess({ name, role, folder, disk, isContained = false, onLine, input }) {
  const control = join(folder, `${name}.control.json`);
  const faults = { offsetMs: 0, isDiskFull: false };
  const pids = [];
  /** Those that this storm has killed: `unshare` tells the signal as an exit code. */
  const killed = new Set();
  let child;
  let isEnding = false;
  let pausedUntil = 0;

  function writeControl() {
    // Renamed, so that it is never read half-written.
    writeFileSync(`${control}.new`, JSON.stringify(faults));
    renameSync(`${control}.new`, control);
  }

  function start() {
    if (isEnding) return;
    const args = ["--import", here("faults.mjs"), here(`roles/${role}.mjs`), JSON.stringify(input())];
    const command = [...(isContained ? ["unshare", ...CONTAINER] : []), process.execPath, ...args];
    const started = spawn(command[0], command.slice(1), {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, IMDB_STORM_CONTROL: control, IMDB_STORM_DISK: disk.kind },
    });
    child = started;
    pids.push(started.pid);
    started.stdin.on("error", () => {});
    started.stderr.on("data", (text) => appendFileSync(join(folder, `${name}.stderr.txt`), text));
    createInterface({ input: started.stdout }).on("line", (line) => onLine(parse(line)));
    started.once("exit", (code, signal) => {
      if (child === started) child = undefined;
      if (isEnding || killed.has(started)) return;
      onLine({ died: name, code, signal });
      setTimeout(start, 500);
    });
  }

  /** Sends a signal to the process itself, not to the one that made its container. */
  function signalTo(started, signal) {
    const pid = isContained ? childOf(started.pid) : started.pid;
    if (pid === undefined) return void started.kill(signal);
    if (!pids.includes(pid)) pids.push(pid);
    // It may have ended since.
    if (started.exitCode === null && started.signalCode === null && isAlive(pid)) process.kill(pid, signal);
  }

  writeControl();
  return {
    name,
    role,
    pids,
    start,
    isRunning: () => child !== undefined,
    async kill(downForMs) {
      if (child === undefined) return false;
      const exit = new Promise((resolve) => child.once("exit", resolve));
      pausedUntil = 0;
      killed.add(child);
      signalTo(child, "SIGKILL");
      await exit;
      setTimeout(start, downForMs);
      return true;
    },
    pause(ms) {
      if (child === undefined || performance.now() < pausedUntil) return false;
      const paused = child;
      pausedUntil = performance.now() + ms;
      signalTo(paused, "SIGSTOP");
      setTimeout(() => signalTo(paused, "SIGCONT"), ms);
      return true;
    },
    resume() {
      pausedUntil = 0;
      if (child !== undefined) signalTo(child, "SIGCONT");
    },
    setFaults(changes) {
      Object.assign(faults, changes);
      writeControl();
    },
    /** Asks it to end, and waits for that. Returns how it ended. */
    async end(graceMs) {
      isEnding = true;
      if (child === undefined) return "had ended";
      const ended = child;
      const exit = new Promise((resolve) => ended.once("exit", (code, signal) => resolve(signal ?? code)));
      signalTo(ended, "SIGCONT");
      signalTo(ended, "SIGTERM");
      const how = await Promise.race([exit, sleep(graceMs, "late", { ref: false })]);
      if (how !== "late") return how;
      signalTo(ended, "SIGKILL");
      await exit;
      return "did not end";
    },
    /** Ends it at once. */
    async destroy() {
      isEnding = true;
      if (child === undefined) return;
      const closed = new Promise((resolve) => child.once("close", resolve));
      signalTo(child, "SIGKILL");
      await closed;
    },
  };
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    // Killed while it wrote the line: nothing was acknowledged.
    return {};
  }
}

function childOf(pid) {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return child === "" ? undefined : Number(child);
  } catch {
    // It has ended.
    return undefined;
  }
}

/** Whether a process with this id is there. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
