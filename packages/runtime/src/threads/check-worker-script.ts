import { fileURLToPath } from "node:url";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import { InvalidWorkerScript } from "../errors.js";
import { isEnvelope, open } from "./envelope.js";
import type { ReadyMessage } from "./serve-jobs.js";
import { startThread } from "./start-thread.js";
import type { WorkerScript } from "./worker-script.js";

/** How long a script may take to say whose it is, on a machine with much else to do. */
const ANSWER_MS = 30_000;

const scriptRule: OptionRule<WorkerScript | undefined> = rule(
  "what findWorkerScript returns",
  (value) => value === undefined || Object(value).url instanceof URL,
);

/** The scripts that were right, by their packages and addresses. */
const right = new Set<string>();

/**
 * Checks a script that the user has named, before there is work for threads: starts it once, and waits until it says
 * whose it is. A script that the package has found itself is not started, and neither is one that was right before.
 *
 * @param script  From `findWorkerScript`.
 * @throws `INVALID_WORKER_SCRIPT` when it is the script of another package, or no worker script; `INVALID_OPTION`
 */
export async function checkWorkerScript(script: WorkerScript | undefined): Promise<void> {
  checkOption("script", script, scriptRule, "checkWorkerScript");
  if (!script?.isGiven) return;
  const key = `${script.package} ${script.url}`;
  if (right.has(key)) return;
  await answerOf(script);
  right.add(key);
}

async function answerOf(script: WorkerScript): Promise<void> {
  const path = fileURLToPath(script.url);
  const thread = startThread(script.url, { workerData: {} });
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const refuse = (reason: string, cause?: unknown) =>
        reject(InvalidWorkerScript.create({ package: script.package, script: path, reason }, { cause }));
      thread.once("message", (message: unknown) => {
        const owner = isEnvelope<ReadyMessage>(message) ? open(message).ready : "another program";
        return owner === script.package ? resolve() : refuse(`it is the script of ${owner}`);
      });
      thread.once("error", (error) => refuse(error instanceof Error ? error.message : String(error), error));
      thread.once("exit", (code) => refuse(`it ended with code ${code}`));
      timer = setTimeout(
        () => refuse(`it did not say in ${ANSWER_MS / 1000} s whose script it is`),
        ANSWER_MS,
      );
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
