import { type PlainParts, runWeb } from "../program/web.js";
import split from "../split.json";

Object.assign(globalThis, { result: await runWeb(split as unknown as PlainParts) });
