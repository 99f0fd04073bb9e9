import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { built } from "./fleet.js";

/** Runs a built script to its end; throws with what it said when it failed. */
export async function runScript(name: string, args: readonly string[]): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [built(name), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${err}`);
  return JSON.parse(out) as Record<string, unknown>;
}
