import { join } from "node:path";
import { folderResultStore, folderRunStore, queueRunner, type RunSettings, terminalView } from "@imdb/flow";
import type { Script } from "./script.js";

/** What every flow of the example is run with, and how to let go of it. */
export interface FlowSettings {
  readonly settings: RunSettings;
  /** Where the page of a run lies. */
  pageOf(runId: string): string;
  close(): Promise<void>;
}

/**
 * Settings of a run: results and runs in the shared folder, so that the same command continues what was killed
 * and takes over what is there; tasks on workers where a server is named, else in this process.
 */
export async function flowSettings(
  { signal, threads }: Pick<Script, "signal"> & { readonly threads: number },
  shared: string,
  redis: string | undefined,
): Promise<FlowSettings> {
  const view = terminalView({ stream: process.stderr });
  const onError = (error: Error) => void process.stderr.write(`queue: ${error.message}\n`);
  const runner = redis === undefined ? undefined : await queueRunner({ connection: redis, onError });
  const runs = folderRunStore(join(shared, "runs"));
  return {
    settings: {
      store: folderResultStore(join(shared, "results")),
      runs,
      signal,
      threads,
      onEvent: view.onEvent,
      ...(runner && { runner }),
    },
    pageOf: runs.pagePath,
    async close() {
      view.close();
      await runner?.close();
    },
  };
}
