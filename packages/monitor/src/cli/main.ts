#!/usr/bin/env node
import { ImdbError } from "@imdb/core";
import { asksForVersion, commandVersion } from "@imdb/runtime/command";
import { checkCommand } from "./check-command.js";
import { profileCommand } from "./profile-command.js";
import { suiteCommand } from "./suite-command.js";

const USAGE = `imdb-monitor: tests prediction logs against a reference

  imdb-monitor check LOG REFERENCE [options]   tests a prediction log; exit code: 0 passed, 1 failed, 2 warned
    --suite FILE        a test suite as JSON; default: made from the reference
    --html FILE         writes the result as a page
    --json FILE         writes the result as JSON
    --drift-html FILE   writes the drift report as a page
    --max-rejected N    number of lines that may be invalid records; default 0

  imdb-monitor suite REFERENCE FILE            writes the test suite of a reference, for editing
  imdb-monitor profile LOG FILE [options]      writes the profile of a log, as a reference
    --positive CLASS    the class, of two, that precision, recall and F1 are about
  imdb-monitor --version                       prints the version

  REFERENCE is a profile (.json) or a model bundle. Exit code 3: the command failed.
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: checkCommand,
  suite: suiteCommand,
  profile: profileCommand,
};

const FAILURE = 3;

async function main([command = "", ...args]: readonly string[]): Promise<number> {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run) return run(args);
  if (asksForVersion(command)) {
    process.stdout.write(`${commandVersion(() => new URL("../../package.json", import.meta.url))}\n`);
    return 0;
  }
  const asked = command === "--help" || command === "-h" || command === "help";
  (asked ? process.stdout : process.stderr).write(USAGE);
  return asked ? 0 : FAILURE;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(
      `${ImdbError.isInstance(error) ? String(error) : ((error as Error).stack ?? error)}\n`,
    );
    process.exitCode = FAILURE;
  },
);
