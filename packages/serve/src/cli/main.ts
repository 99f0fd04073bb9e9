#!/usr/bin/env node
import { ImdbError, InvalidOption } from "@imdb/core";
import { nearestName } from "@imdb/core/options";
import { asksForVersion, commandVersion } from "@imdb/runtime/command";
import { UnknownCommand } from "../errors.js";
import { EXPORT_USAGE, exportCommand } from "./export-command.js";
import { SCORE_USAGE, scoreCommand } from "./score-command.js";
import { SERVE_USAGE, serveCommand } from "./serve-command.js";

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: { usage: SERVE_USAGE, run: serveCommand },
  score: { usage: SCORE_USAGE, run: scoreCommand },
  "export-onnx": { usage: EXPORT_USAGE, run: exportCommand },
};

const USAGE = [
  "imdb-serve: predictions from a model bundle\n",
  ...Object.values(COMMANDS).map(({ usage }) => usage),
  "  imdb-serve --version\n    prints the version\n",
].join("\n");

async function main([name = "--help", ...args]: readonly string[]): Promise<void> {
  if (asksForVersion(name)) return void process.stdout.write(`${commandVersion(manifest)}\n`);
  if (asksForHelp(name) || name === "help") return void process.stdout.write(USAGE);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`${USAGE}\n`);
    const commands = Object.keys(COMMANDS);
    throw UnknownCommand.create({ command: name, commands, near: nearestName(name, commands) ?? null });
  }
  if (args.some(asksForHelp)) return void process.stdout.write(command.usage);
  return command.run(args);
}

function manifest(): URL {
  return new URL("../../package.json", import.meta.url);
}

function asksForHelp(argument: string): boolean {
  return argument === "--help" || argument === "-h";
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${ImdbError.isInstance(error) ? String(error) : ((error as Error).stack ?? error)}\n`,
  );
  process.exitCode = InvalidOption.is(error) || UnknownCommand.is(error) ? 2 : 1;
});
