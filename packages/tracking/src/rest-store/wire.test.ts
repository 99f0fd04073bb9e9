import { expect, test } from "vitest";
import * as z from "zod";
import { allPages, pageWire } from "./wire.js";

const page = pageWire("names", z.string());

test("the items of all pages are returned in order", async () => {
  const pages: Record<string, object> = {
    "": { names: ["a", "b"], next_page_token: "2" },
    "2": { names: ["c"], next_page_token: "" },
  };
  const got = await allPages(page, "The names", async ({ page_token = "" }) => pages[page_token]);
  expect(got).toEqual(["a", "b", "c"]);
});

test("a server that returns a token again is refused, instead of being asked for ever", async () => {
  const again = allPages(page, "The names", async () => ({ names: ["a"], next_page_token: "same" }));
  await expect(again).rejects.toThrow(/The names is not valid: next_page_token: it was returned before/);
});
