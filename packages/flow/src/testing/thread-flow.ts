/** Flows on a thread runner, in a process without the flags of the test runner: `thread-flow.ts TASKS_MODULE`. */
import { withRole } from "@imdb/core";
import { flow } from "../flow.js";
import { threadRunner } from "../threads/thread-runner.js";
import { dying, fit, role, stuck, sum, transform } from "./thread-tasks.js";

const runner = threadRunner({ module: process.argv[2]!, threads: 2 });
const events: string[] = [];
const works = flow({ name: "works" }, async () => ({
  sums: await sum.map([Float64Array.of(1, 2), Float64Array.of(3, 4)]),
  role: await role(withRole("train", ["a"])),
  fitted: Array.from(
    (await transform({ ...(await fit(withRole("train", ["a good film"]))), texts: ["film, film"] })).values,
  ),
}));
const runs = [
  await works.run(undefined, { runner, onEvent: (event) => events.push(event.type) }),
  await flow({ name: "stuck" }, () => stuck("x")).run(undefined, { runner }),
  await flow({ name: "dying" }, () => dying(7)).run(undefined, { runner }),
  await flow({ name: "unstorable" }, () => sum((() => 1) as never)).run(undefined, { runner }),
];
await runner.close();
process.stdout.write(JSON.stringify({ runs, events }));
