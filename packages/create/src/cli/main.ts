#!/usr/bin/env node
import { createInterface } from "node:readline/promises";
import { ImdbError, InvalidOption } from "@imdb/core";
import { readingArguments, readingFromArguments } from "@imdb/rows/node";
import { asksForVersion, commandVersion, readArguments } from "@imdb/runtime/command";
import { createProject } from "../create-project.js";
import { chooseColumns } from "./choose-columns.js";
import { headerOf, inspectData } from "./inspect-data.js";

const HELP = `npm create @imdb@latest FOLDER -- --data FILE [--text COLUMN] [--label COLUMN] [--group COLUMN] [--id COLUMN]

  --encoding NAME       of a text file, as windows-1252; guess: the most likely one; default utf-8
  --delimiter CHAR      of CSV (\\t: a tab; detect); --quote CHAR, "" for none
  --escape-char CHAR    of CSV, as \\ in files of Spark and MySQL
  --header NAME,NAME    the columns of a file without a header line
  --entry NAME          the file of a zip archive; default the only one
  --sheet NAME          of an Excel file, or its number from 1; default the first

Creates a text classification project for your file: CSV, TSV, JSON Lines, JSON, Parquet or Excel. The command asks for what is left out; without a terminal, and
with --yes, it chooses columns with usual names. --version prints the version.
`;

const text = { type: "string" } as const;
const options = {
  data: text,
  text,
  label: text,
  group: text,
  id: text,
  ...readingArguments,
  yes: { type: "boolean", short: "y" },
  help: { type: "boolean", short: "h" },
} as const;

main().catch((error: unknown) => {
  process.stderr.write(`${ImdbError.isInstance(error) ? error : ((error as Error).stack ?? error)}\n`);
  process.exitCode = InvalidOption.is(error) ? 2 : 1;
});

async function main(): Promise<void> {
  if (asksForVersion(process.argv[2])) {
    return void process.stdout.write(
      `${commandVersion(() => new URL("../../package.json", import.meta.url))}\n`,
    );
  }
  const { values, positionals } = readArguments(process.argv.slice(2), ["[FOLDER]"], options);
  if (values.help) return void process.stdout.write(HELP);
  const asks = process.stdin.isTTY === true && values.yes !== true;
  const screen = asks ? createInterface({ input: process.stdin, output: process.stdout }) : undefined;
  try {
    const ask = screen && ((question: string, otherwise: string) => answer(screen, question, otherwise));
    const folder = positionals[0] ?? (await ask?.("Name of the project", "my-classifier")) ?? "my-classifier";
    const file = values.data ?? (await ask?.("Path of your data", "data.csv")) ?? "data.csv";
    const reading = readingFromArguments(values);
    const columns = await chooseColumns(values, await headerOf(file, reading), ask);
    const data = await inspectData(file, columns, reading);
    const { path, files } = await createProject({ folder, data });
    const labels = Object.entries(data.rows).map(([label, rows]) => `${label} (${rows})`);
    process.stdout.write(
      `${files.length} files in ${path}. Labels: ${labels.slice(0, 20).join(", ")}.\n` +
        (data.unusableRows > 0
          ? `${data.unusableRows === 1 ? "1 row" : `${data.unusableRows} rows`} cannot be used and will be set aside: ${data.firstProblem}.\n`
          : "") +
        `\n  cd ${folder}\n  npm install\n  npm run train\n  npm start\n`,
    );
  } finally {
    screen?.close();
  }
}

async function answer(screen: ReturnType<typeof createInterface>, question: string, otherwise: string) {
  return (await screen.question(`${question} (${otherwise}): `)).trim() || otherwise;
}
