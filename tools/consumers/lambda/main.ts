import { runNode } from "./program/node.js";

export { handler } from "./handler.js";

/** The whole program; it writes to the only folder that can be written. */
export function program(folder: string) {
  return runNode({ folder, rows: Number(process.env["ROWS"]) });
}
