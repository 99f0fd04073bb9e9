import { join } from "node:path";
import { folderResultStore, folderRunStore, queueRunner, type RunSettings, terminalView } from "@imdb/flow";
import type { Script } from "./script.js";

/** The settings of all flows of this example, and a function that closes them. */
export interface FlowSettings {
  readonly settings: RunSettings;
  /** The path of the page of a run. */
  pageOf(runId: string): string;
  close(): Promise<void>;
}

/**
 * The settings of a run. Results and runs are stored in the shared folder, so the same command continues a run that was
 * killed, and uses existing results. With a queue server, tasks run on workers; without one, in this process.
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
