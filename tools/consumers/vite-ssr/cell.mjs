import { bundleRows } from "../bundled.mjs";

/** Vite's build for servers, packages bundled. */
export default async function viteSsr(place) {
  await place.npmInstall({ vite: "8.3.8" });
  await place.program("ts");
  await place.template();
  const known = { title: "Vite SSR", version: await place.versionOf("vite"), file: "main.js" };
  return bundleRows(place, known, () => place.succeed(place.bin("vite"), ["build", "--logLevel", "warn"]));
}
