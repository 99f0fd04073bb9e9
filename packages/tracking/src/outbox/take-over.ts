import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { hasEnded, processIdentity } from "../process/process-identity.js";
import { type Operation, parseOperation } from "./operation.js";

/** How the name of a file of operations ends. */
export const LINES = ".ndjson";

/** Of processes of other machines only their silence tells; they touch their files every quarter of a minute. */
const SILENCE = 10 * 60_000;

/** A name for the files of this process: its identity, and something random for a second outbox in it. */
export function ownName(): string {
  return `${processIdentity()}-${randomUUID().slice(0, 8)}`;
}

/**
 * Appends what dead processes left to do. A file is named after its owner, and taking over is a rename, which only
 * one of several can do. Dead are those of this machine that have ended, and those of other machines (of a container
 * that was replaced) that have been silent for ten minutes.
 *
 * @param refuse  Gets lines that are no operations.
 */
export function takeOverDead(
  folder: string,
  append: (operation: Operation) => void,
  refuse: (reason: string, line: string) => void,
): void {
  for (const name of readdirSync(folder)) {
    const match = /^(.+-\d+-\d+)-[0-9a-f]{8}\.ndjson$/.exec(name);
    if (!match || !isDead(match[1]!, join(folder, name))) continue;
    takeOver(folder, name.slice(0, -LINES.length), append, refuse);
  }
}

function isDead(identity: string, path: string): boolean {
  if (identity.startsWith(`${hostname()}-`)) return hasEnded(identity);
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Date.now() - touched > SILENCE;
}

/** The file becomes one of ours first, so that another process finds it should this one die as well. */
function takeOver(
  folder: string,
  owner: string,
  append: (operation: Operation) => void,
  refuse: (reason: string, line: string) => void,
): void {
  const taken = join(folder, ownName() + LINES);
  const done = join(folder, `${owner}.done`);
  const skip = existsSync(done) ? Number(readFileSync(done, "utf8")) : 0;
  try {
    renameSync(join(folder, owner + LINES), taken);
  } catch (cause) {
    // Another process was quicker.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cause;
  }
  // What stands after the last line end was being written when its owner died, and was never acknowledged.
  for (const line of readFileSync(taken, "utf8").split("\n").slice(skip, -1)) {
    const operation = parsed(line);
    if (operation) append(operation);
    else refuse("it is no operation of an outbox", line);
  }
  rmSync(taken);
  rmSync(done, { force: true });
}

function parsed(line: string): Operation | undefined {
  try {
    return parseOperation(line);
  } catch {
    return undefined;
  }
}
