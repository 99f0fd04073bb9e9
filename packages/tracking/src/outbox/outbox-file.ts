import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { type Operation, operationLine } from "./operation.js";
import { LINES, ownName, takeOverDead } from "./take-over.js";

/** The operations of one process on disk: a line each, and beside them how many are done. */
export interface OutboxFile {
  /** What this process, or a dead one whose place it took, left to do. */
  readonly waiting: readonly Operation[];
  append(operation: Operation): void;
  /** The first of `waiting` are done. */
  shift(count: number): void;
  /** The first of `waiting` cannot be done: it moves to the refused ones, with the reason. */
  refuse(reason: string): void;
  /** Keeps a file, or bytes, for an artifact; the answer is their name. */
  keepBlob(content: string | Uint8Array): string;
  blobPath(name: string): string;
  /** Tells other machines that this process is alive. */
  touch(): void;
}

/** Opens this process's file in an outbox folder, and takes over those of dead processes. */
export function openOutboxFile(folder: string): OutboxFile {
  const me = ownName();
  const linesPath = join(folder, me + LINES);
  const donePath = join(folder, `${me}.done`);
  let waiting: Operation[] = [];
  let done = 0;
  const guarded = <T>(action: string, path: string, work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw fileFailure(action, path, cause);
    }
  };
  guarded("open", folder, () => {
    mkdirSync(folder, { recursive: true });
    takeOverDead(folder, append, (reason, line) => refused(reason, { line }));
  });

  function append(operation: Operation): void {
    const size = statSync(linesPath, { throwIfNoEntry: false })?.size ?? 0;
    guarded("append to", linesPath, () => {
      try {
        appendFileSync(linesPath, operationLine(operation));
      } catch (cause) {
        // A full disk may have taken half of it; nothing may ever follow half a line.
        if (statSync(linesPath, { throwIfNoEntry: false })) truncateSync(linesPath, size);
        throw cause;
      }
    });
    waiting.push(operation);
  }

  function shift(count: number): void {
    const gone = waiting.slice(0, count);
    waiting = waiting.slice(count);
    done += count;
    if (waiting.length === 0) {
      rmSync(linesPath, { force: true });
      rmSync(donePath, { force: true });
      done = 0;
    } else {
      // When this write is lost, operations are done twice, which changes nothing.
      writeFileSync(`${donePath}.tmp`, String(done));
      renameSync(`${donePath}.tmp`, donePath);
    }
    for (const operation of gone)
      if (operation.op === "putArtifact") rmSync(join(folder, operation.blob), { force: true });
  }

  function refused(reason: string, what: object): void {
    appendFileSync(join(folder, `${me}.refused`), `${JSON.stringify({ reason, ...what })}\n`);
  }

  return {
    get waiting() {
      return waiting;
    },
    append,
    shift,
    refuse(reason) {
      const [operation] = waiting;
      if (!operation) return;
      refused(reason, { operation });
      // The bytes of a refused artifact stay beside the reason.
      if (operation.op === "putArtifact") {
        const kept = join(folder, `${operation.blob}.refused`);
        renameSync(join(folder, operation.blob), kept);
      }
      shift(1);
    },
    keepBlob(content) {
      const name = `${me}-${randomUUID()}.blob`;
      const path = join(folder, name);
      guarded("keep", path, () => {
        if (typeof content === "string") copyFileSync(content, path);
        else writeFileSync(path, content, { flag: "wx" });
      });
      return name;
    },
    blobPath: (name) => join(folder, name),
    touch() {
      const now = new Date();
      if (waiting.length > 0) utimesSync(linesPath, now, now);
    },
  };
}
