import type { CrashCheck } from "./check-crashes.mjs";

/** What differs between operations that are checked in the same way. */
export type CrashVariant = Partial<Pick<CrashCheck, "processes" | "survives">>;

/**
 * Returns what declares the tests of durable operations that one script does: a test for each, with its name, what differs
 * for it, and how all of them are checked.
 */
export function crashTests(
  script: URL,
): (
  operations: Readonly<Record<string, CrashVariant>>,
  checks: Omit<CrashCheck, "operation" | "script">,
) => void;
