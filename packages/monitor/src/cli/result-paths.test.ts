import { mkdir, symlink } from "node:fs/promises";
import { expect, test } from "vitest";
import { watch } from "../node/index.js";
import { watchedFolder } from "../testing/watched-log.js";
import { checkCommand } from "./check-command.js";
import { profileCommand } from "./profile-command.js";
import { suiteCommand } from "./suite-command.js";

const { path, options } = watchedFolder();

// The log and the reference do not exist: a result path that is refused first is refused before any work.
const COMMANDS: [string, (result: string) => Promise<unknown>][] = [
  ["check --html", (result) => checkCommand(["none", "none.json", "--html", result])],
  ["check --drift-html", (result) => checkCommand(["none", "none.json", "--drift-html", result])],
  ["check --json", (result) => checkCommand(["none", "none.json", "--json", result])],
  ["profile", (result) => profileCommand(["none", result])],
  ["suite", (result) => suiteCommand(["none.json", result])],
  ["watch", (result) => watch(options({ metricsFile: result }))],
];

test.each(COMMANDS)(
  "%s refuses a folder and a dangling link as its result, before any work",
  async (_, run) => {
    await mkdir(path("folder"));
    await symlink(path("missing"), path("dangling"));
    for (const [name, problem] of [
      ["folder", "it is a folder"],
      ["dangling", "it is a symbolic link to a path that does not exist"],
    ] as const) {
      await expect(run(path(name))).rejects.toMatchObject({
        code: "FILE_FAILURE",
        message: expect.stringContaining(`${path(name)}: ${problem}`),
      });
    }
  },
);
