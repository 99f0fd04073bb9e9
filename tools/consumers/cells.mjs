import bun from "./bun/cell.mjs";
import deno from "./deno/cell.mjs";
import esbuild from "./esbuild/cell.mjs";
import jest from "./jest/cell.mjs";
import lambda from "./lambda/cell.mjs";
import nestjs from "./nestjs/cell.mjs";
import next from "./next/cell.mjs";
import nodeTest from "./node-test/cell.mjs";
import npm from "./npm/cell.mjs";
import pnpm from "./pnpm/cell.mjs";
import rolldown from "./rolldown/cell.mjs";
import rollup from "./rollup/cell.mjs";
import tsup from "./tsup/cell.mjs";
import typescript from "./typescript/cell.mjs";
import vite from "./vite/cell.mjs";
import viteSsr from "./vite-ssr/cell.mjs";
import vitest from "./vitest/cell.mjs";
import webpack from "./webpack/cell.mjs";
import workers from "./workers/cell.mjs";
import yarnPnp from "./yarn-pnp/cell.mjs";

/** Every tool chain by its name, in the order of the table. */
export const CELLS = {
  npm,
  pnpm,
  "yarn-pnp": yarnPnp,
  bun,
  deno,
  next,
  nestjs,
  vite,
  "vite-ssr": viteSsr,
  esbuild,
  tsup,
  rollup,
  rolldown,
  webpack,
  jest,
  vitest,
  "node-test": nodeTest,
  workers,
  lambda,
  typescript,
};

/** Quick ones that show most: these run in every `.ci/run`. */
export const USUAL = ["yarn-pnp", "esbuild", "webpack", "jest", "typescript"];
