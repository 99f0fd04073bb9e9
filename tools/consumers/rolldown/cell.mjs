import { bundleRows } from "../bundled.mjs";

/** Rolldown, one file. */
export default async function rolldown(place) {
  await place.npmInstall({ rolldown: "^1.1.8" });
  await place.program("ts");
  await place.template();
  const known = { title: "rolldown", version: await place.versionOf("rolldown"), file: "main.mjs" };
  return bundleRows(place, known, () => place.succeed(place.bin("rolldown"), ["-c", "rolldown.config.mjs"]));
}
