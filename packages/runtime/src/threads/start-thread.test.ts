import { expect, test } from "vitest";
import { threadFlags } from "./start-thread.js";

test("threads get the flags of the process, but not those for its command line and its sources", () => {
  const source = ["--conditions", "@imdb/source", "-C", "@imdb/source", "--conditions=@imdb/source"];
  const own = ["--conditions", "node"];
  const flags = ["--input-type=module", ...own, ...source, "--import", "tsx", "-C", "development"];
  expect(threadFlags(flags)).toEqual([...own, "--import", "tsx", "-C", "development"]);
});
