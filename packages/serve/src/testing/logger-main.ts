import { setTimeout } from "node:timers/promises";
import { createLogger } from "../node/index.js";

/** Logs twenty lines in 200 ms, and ends; with "paused", logs one and waits. */
const logger = createLogger();
if (process.argv[2] === "paused") {
  logger.info({}, "line");
  await setTimeout(60_000);
}
for (let n = 0; n < 20; n++) {
  logger.info({ n }, "line");
  await setTimeout(10);
}
logger.info({}, "the last line");
process.exit(0);
