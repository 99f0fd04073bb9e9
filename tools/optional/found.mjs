// `node tools/optional/found.mjs`: every optional tool with the path where it was found, a line each. nx takes these
// lines as an input of the tests: what was tested without a browser is tested again once there is one.
import { toolNames, toolPath } from "./tools.mjs";

for (const name of toolNames()) console.log(`${name}: ${toolPath(name) ?? "not found"}`);
