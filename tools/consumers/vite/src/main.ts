import { type PlainParts, runWeb } from "../program/web.js";
import split from "../split.json";
import { labelOf } from "./films.js";

const result = await runWeb(split as unknown as PlainParts);
const label = await labelOf("A wonderful film.");
if (label !== "pos") throw new Error(`the page says ${label}`);
Object.assign(globalThis, { result });
