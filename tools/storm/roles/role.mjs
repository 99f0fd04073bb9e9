// What every attacked process does.
import { writeSync } from "node:fs";

/** What the storm started this process with. */
export const input = JSON.parse(process.argv[2] ?? "{}");

/** Tells the storm what this process has acknowledged. Returns when the storm has it. */
export function say(what) {
  const bytes = Buffer.from(`${JSON.stringify(what)}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

/** Ends with the storm, also with one that was killed, and as asked. */
export function endsWhenAsked(close) {
  process.stdin.on("end", () => process.exit(1)).resume();
  // Ctrl-C goes to all processes of the terminal; the storm ends them.
  process.on("SIGINT", () => {});
  process.once("SIGTERM", () => {
    close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
