// The processes of a storm. Each is known by the id that it was started with, and nothing else is ended.
import { spawn } from "node:child_process";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * A process that is started again after its end, until it is stopped.
 *
 * @param options.onLine  Called with each JSON line of its standard output: what it acknowledges.
 * @param options.input   Returns what it is started with.
 */
export function attackedProcess({ name, role, folder, disk, onLine, input }) {
  const control = join(folder, `${name}.control.json`);
  const faults = { offsetMs: 0, isDiskFull: false };
  const pids = [];
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
    const started = spawn(process.execPath, args, {
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
      if (isEnding || signal === "SIGKILL") return;
      onLine({ died: name, code, signal });
      setTimeout(start, 500);
    });
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
      child.kill("SIGKILL");
      await exit;
      setTimeout(start, downForMs);
      return true;
    },
    pause(ms) {
      if (child === undefined || performance.now() < pausedUntil) return false;
      const paused = child;
      pausedUntil = performance.now() + ms;
      paused.kill("SIGSTOP");
      setTimeout(() => paused.kill("SIGCONT"), ms);
      return true;
    },
    resume() {
      pausedUntil = 0;
      child?.kill("SIGCONT");
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
      ended.kill("SIGCONT");
      ended.kill("SIGTERM");
      const how = await Promise.race([exit, sleep(graceMs, "late", { ref: false })]);
      if (how !== "late") return how;
      ended.kill("SIGKILL");
      await exit;
      return "did not end";
    },
    /** Ends it at once. */
    destroy() {
      isEnding = true;
      child?.kill("SIGKILL");
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

/** Whether a process with this id is there. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
