#!/usr/bin/env node
import { ImdbError } from "@imdb/core";
import { checkCommand } from "./check-command.js";
import { profileCommand } from "./profile-command.js";
import { suiteCommand } from "./suite-command.js";

const USAGE = `imdb-monitor: is the data still what the model was made for?

  imdb-monitor check LOG REFERENCE [options]   tests a prediction log; exit code 0 passed, 1 failed, 2 warned
    --suite FILE        tests as JSON; default: made from the reference
    --html FILE         their result as a page
    --json FILE         their result as JSON
    --drift-html FILE   the drift report as a page
    --max-rejected N    lines of the log that may be no records; default 0

  imdb-monitor suite REFERENCE FILE            writes the tests that a reference gives, to be edited
  imdb-monitor profile LOG FILE                writes a log's profile, to be a reference

  REFERENCE is a profile (.json) or a model bundle. Exit code 3: something could not be done.
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: checkCommand,
  suite: suiteCommand,
  profile: profileCommand,
};

const COULD_NOT = 3;

async function main([command = "", ...args]: readonly string[]): Promise<number> {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run) return run(args);
  const asked = command === "--help" || command === "help";
  (asked ? process.stdout : process.stderr).write(USAGE);
  return asked ? 0 : COULD_NOT;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(
      `${ImdbError.isInstance(error) ? String(error) : ((error as Error).stack ?? error)}\n`,
    );
    process.exitCode = COULD_NOT;
  },
);
