import { beforeAll } from "vitest";
import { testInOneFile } from "../../../tools/bundles/test-in-one-file.mjs";
import { builtScript } from "./testing/built-script.js";

let tasks: string;
beforeAll(async () => {
  tasks = await builtScript("thread-tasks");
});

testInOneFile("tasks run", "flow", () => ({
  imports: `import { flow, threadRunner } from "@imdb/flow";
      import { withRole } from "@imdb/core";
      import { role, sum } from ${JSON.stringify(tasks)};`,
  main: `
      const runner = threadRunner({ module: process.argv[3], threads: 2, workerScript });
      const notes = [];
      const run = await flow({ name: "works" }, async () => ({
        sums: (await sum.map([Float64Array.of(1, 2), Float64Array.of(3, 4)])).map(({ onThread, ...rest }) => rest),
        role: await role(withRole("train", ["a"])),
      })).run(undefined, { runner, onEvent: ({ type }) => notes.push(type) });
      await runner.close();
      return { state: run.state, result: run.result, notes: notes.filter((type) => type === "log").length };
    `,
  args: [tasks],
}));
