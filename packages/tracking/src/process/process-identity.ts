import { hostname } from "node:os";
import { hasCode } from "./os-error.js";

/** Identifies this process among those of all machines that share a folder: host, process id, second of its start. */
export function processIdentity(): string {
  return `${hostname()}-${process.pid}-${startedAt()}`;
}

/**
 * Whether the process of an identity has certainly ended. Returns false for a process of another host and for a text
 * that is not an identity.
 */
export function hasEnded(identity: string): boolean {
  const match = /^(.+)-(\d+)-(\d+)$/.exec(identity);
  if (!match || match[1] !== hostname()) return false;
  const [pid, started] = [Number(match[2]), Number(match[3])];
  // In containers processes may have the same id: then the times of their starts differ.
  if (pid === process.pid) return Math.abs(started - startedAt()) > 2;
  try {
    process.kill(pid, 0);
    return false;
  } catch (cause) {
    return hasCode(cause, "ESRCH");
  }
}

function startedAt(): number {
  return Math.round(Date.now() / 1_000 - process.uptime());
}
