import { expect, test } from "vitest";
import { readArguments } from "./read-arguments.js";

const options = {
  data: { type: "string" },
  "drift-html": { type: "string" },
  yes: { type: "boolean", short: "y" },
} as const;

test("options and other arguments are read, and those in brackets may be left out", () => {
  expect(readArguments(["folder", "--data", "a.csv", "-y"], ["[FOLDER]"], options)).toEqual({
    values: { data: "a.csv", yes: true },
    positionals: ["folder"],
  });
  expect(readArguments([], ["[FOLDER]"], options).positionals).toEqual([]);
});

test.each([
  [["--dat", "a.csv"], "There is no option --dat; expected one of --data, --drift-html, --yes.", "--data"],
  [["--drift_html=a"], "There is no option --drift_html;", "--drift-html"],
  [["--colour", "red"], "There is no option --colour;", "Leave --colour out."],
  [["-z"], "There is no option -z;", "Leave -z out."],
  [["--data"], "--data is undefined, expected a value.", "--data"],
  [["--data", "--yes"], '--data is "--yes", expected a value.', "--data"],
  [["--yes=no"], '--yes is "no", expected no value.', "--yes"],
  [[`-${"y".repeat(1000)}`], "expected at most 50 characters behind one dash.", "50 characters"],
  [["a", "b"], 'arguments is "a b", expected [FOLDER].', "[FOLDER]"],
])("%j is refused by name", (args, message, remedy) => {
  expect(() => readArguments(args, ["[FOLDER]"], options)).toThrow(
    expect.objectContaining({
      code: "INVALID_OPTION",
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    }),
  );
});

test("very many arguments are refused by their number", () => {
  const many = (count: number) => () => readArguments(Array(count).fill("-"), ["[FOLDER]"], options);
  expect(many(10_001)).toThrow(/arguments is "10001 arguments", expected at most 10000 of them/);
  expect(many(10_000)).toThrow(/expected \[FOLDER\]/);
});
