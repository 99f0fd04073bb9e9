import { library } from "../../tools/config/tsup.ts";

// Threads start from built scripts, and CommonJS has no import.meta.url of its own to find them by.
export default library(["src/index.ts", "src/queue/lease-thread.ts", "src/threads/task-thread.ts"], {
  shims: true,
});
