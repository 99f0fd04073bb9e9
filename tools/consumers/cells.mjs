import bun from "./bun/cell.mjs";
import deno from "./deno/cell.mjs";
import npm from "./npm/cell.mjs";
import pnpm from "./pnpm/cell.mjs";
import yarnPnp from "./yarn-pnp/cell.mjs";

/** Every tool chain by its name, in the order of the table. */
export const CELLS = {
  npm,
  pnpm,
  "yarn-pnp": yarnPnp,
  bun,
  deno,
};

/** Quick ones that show most: these run in every `.ci/run`. */
export const USUAL = ["npm"];
