import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { OutboxPending, OutboxRefused } from "../errors.js";

/** What became of something that was made while the server was away. */
export type Delivered =
  | { readonly local: string; readonly id: string; readonly artifactUri: string }
  | { readonly local: string; readonly refused: string };

/** The ids that runs, experiments and models have until the server knows them, and what became of them. */
export interface LocalIds {
  readonly folder: string;
  /** `undefined` while it waits. */
  find(local: string): Delivered | undefined;
  note(delivered: Delivered): void;
  /** A value with the server's ids, and artifact URIs, in the place of ours, as far as they are known. */
  translate<T>(value: T): T;
  /** The same, for what cannot wait: checks first that the server knows what is needed. */
  known<T>(value: T, needed: readonly string[]): T;
}

const FILE = "ids.ndjson";
const LOCAL = /^local-[0-9a-f]{32}$/;
const WITHIN = /(outbox:\/)?(local-[0-9a-f]{32})/g;

/** Whether an id is one of ours, to be exchanged for the server's. */
export function isLocalId(id: string): boolean {
  return LOCAL.test(id);
}

/** An id of ours for a request. @param request  32 hexadecimal digits. */
export function localId(request: string): string {
  return `local-${request}`;
}

/** The artifact URI of something the server does not know yet. */
export function localArtifactUri(local: string): string {
  return `outbox:/${local}`;
}

/** Opens the ids of an outbox folder, which all its processes share: a line each, only ever appended. */
export function openLocalIds(folder: string): LocalIds {
  const path = join(folder, FILE);
  const known = new Map<string, Delivered>();
  let read = 0;
  refresh();

  function refresh(): void {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size === read) return;
    const text = readFileSync(path, "utf8");
    read = Buffer.byteLength(text);
    for (const line of text.split("\n")) {
      const delivered = parse(line);
      if (delivered) known.set(delivered.local, delivered);
    }
  }

  function replace(text: string): string {
    return text.replace(WITHIN, (found, uri: string | undefined, local: string) => {
      const there = known.get(local);
      if (!there || "refused" in there) return found;
      return uri === undefined ? there.id : there.artifactUri;
    });
  }

  function translate(value: unknown): unknown {
    if (typeof value === "string") return value.includes("local-") ? replace(value) : value;
    if (Array.isArray(value)) return value.map(translate);
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, translate(field)]));
  }

  const ids: LocalIds = {
    folder,
    find(local) {
      if (!known.has(local)) refresh();
      return known.get(local);
    },
    note(delivered) {
      try {
        // A torn line of a killed process must not take this one with it.
        appendFileSync(path, `\n${JSON.stringify(delivered)}\n`);
      } catch (cause) {
        throw fileFailure("append to", path, cause);
      }
      known.set(delivered.local, delivered);
    },
    translate: <T>(value: T) => (known.size === 0 ? value : (translate(value) as T)),
    known(value, needed) {
      assertDelivered(needed, ids);
      return ids.translate(value);
    },
  };
  return ids;
}

/**
 * Checks that the server knows what the ids stand for.
 *
 * @throws `OUTBOX_PENDING` for what waits; `OUTBOX_REFUSED` for what the server did not take.
 */
export function assertDelivered(needed: readonly string[], ids: LocalIds): void {
  for (const id of needed.filter(isLocalId)) {
    const delivered = ids.find(id);
    if (!delivered) {
      throw OutboxPending.create({
        folder: ids.folder,
        waiting: 1,
        refused: 0,
        reason: `${id} is not on the server yet`,
      });
    }
    if ("refused" in delivered) throw OutboxRefused.create({ id, reason: delivered.refused });
  }
}

function parse(line: string): Delivered | undefined {
  try {
    const delivered = JSON.parse(line) as Delivered;
    return typeof delivered.local === "string" ? delivered : undefined;
  } catch {
    // Empty, or torn: what it says is found again by the id of its request.
    return undefined;
  }
}
