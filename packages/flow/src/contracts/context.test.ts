import { withoutContext } from "@imdb/core/options";
import { expect, test } from "vitest";
import { flow } from "../flow.js";
import { task } from "../task.js";

test("a context without its own fields has the run options that a reader accepts, and nothing else", async () => {
  let seen: readonly (readonly string[])[] = [];
  const names = task({ name: "names" }, async (_: null, ctx) => Object.keys(withoutContext(ctx)));
  const run = flow({ name: "outer" }, async (_: null, ctx) => {
    seen = [Object.keys(withoutContext(ctx)), await names(null)];
  });
  await run(null);
  const options = ["signal", "onProgress", "threads", "seed"];
  for (const one of seen) expect(options).toEqual(expect.arrayContaining([...one]));
  expect(seen).toHaveLength(2);
});
