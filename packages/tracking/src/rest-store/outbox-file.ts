import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileFailure } from "@imdb/core/node";
import { hasEnded, processIdentity } from "../process/process-identity.js";
import type { ArtifactOwner } from "../store/artifact-store.js";

/** A request that is kept until the server has taken it. Doing one twice is the same as doing it once. */
export type Operation =
  | { readonly call: { readonly method: "POST" | "PATCH"; readonly path: string; readonly input: object } }
  | { readonly artifact: { readonly owner: ArtifactOwner; readonly path: string; readonly blob: string } };

/** The operations of one process on disk: a line each, and beside them how many are done. */
export interface OutboxFile {
  /** Read from disk: what this process, or a dead one whose place it took, left to do. */
  readonly waiting: Operation[];
  append(operation: Operation): void;
  /** The first of `waiting` is done. */
  shift(): void;
  /** The first of `waiting` cannot be done: it moves to the refused ones, with the reason. */
  refuse(reason: string): void;
  /** Keeps bytes for an artifact operation; the answer is their name. */
  keepBlob(bytes: Uint8Array): string;
  blobPath(name: string): string;
}

const LINES = ".ndjson";

/**
 * Opens this process's file in an outbox folder and takes over those of dead processes of this machine: a file
 * is named after its owner, and taking over is a rename, which only one of several can do.
 */
export function openOutboxFile(folder: string): OutboxFile {
  const me = ownName();
  const linesPath = join(folder, me + LINES);
  const donePath = join(folder, `${me}.done`);
  const waiting: Operation[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const owner of deadOwners(folder)) takeOver(folder, owner, append);
  } catch (cause) {
    throw fileFailure("open", folder, cause);
  }
  let done = 0;

  function append(operation: Operation): void {
    try {
      appendFileSync(linesPath, `${JSON.stringify(operation)}\n`);
    } catch (cause) {
      throw fileFailure("append to", linesPath, cause);
    }
    waiting.push(operation);
  }

  function shift(): void {
    const operation = waiting.shift();
    done++;
    if (waiting.length === 0) {
      rmSync(linesPath, { force: true });
      rmSync(donePath, { force: true });
      done = 0;
    } else {
      // When this write is lost, an operation is done twice, which changes nothing.
      writeFileSync(`${donePath}.tmp`, String(done));
      renameSync(`${donePath}.tmp`, donePath);
    }
    if (operation && "artifact" in operation) rmSync(join(folder, operation.artifact.blob), { force: true });
  }

  return {
    waiting,
    append,
    shift,
    refuse(reason) {
      const operation = waiting[0];
      appendFileSync(join(folder, `${me}.refused`), `${JSON.stringify({ reason, operation })}\n`);
      shift();
    },
    keepBlob(bytes) {
      const name = `${me}-${randomUUID()}.blob`;
      writeFileSync(join(folder, name), bytes, { flag: "wx" });
      return name;
    },
    blobPath: (name) => join(folder, name),
  };
}

function ownName(): string {
  return `${processIdentity()}-${randomUUID().slice(0, 8)}`;
}

function deadOwners(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(LINES))
    .map((name) => name.slice(0, -LINES.length))
    .filter((owner) => hasEnded(owner.slice(0, owner.lastIndexOf("-"))));
}

/** Renames a dead process's file to one of ours, so that only one takes it, and copies what is left in it. */
function takeOver(folder: string, owner: string, append: (operation: Operation) => void): void {
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
  const lines = readFileSync(taken, "utf8").split("\n").slice(skip, -1);
  for (const line of lines) append(JSON.parse(line) as Operation);
  rmSync(taken);
  rmSync(done, { force: true });
}
