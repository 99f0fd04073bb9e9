// Runs the whole program and prints what it gave: `main FOLDER`.
import { runNode } from "./node.js";

runNode({ folder: process.argv[2] ?? "out", rows: Number(process.env["ROWS"] ?? 6000) }).then(
  (result) => console.log(`RESULT ${JSON.stringify(result)}`),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
