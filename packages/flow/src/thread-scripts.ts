/**
 * The scripts of threads, always the built ones. This file stands in `src/`, its bundle in `dist/`: from both,
 * the way is the same.
 */
export const leaseThreadScript: URL = new URL("../dist/queue/lease-thread.js", import.meta.url);
