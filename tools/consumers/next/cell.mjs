import { createServer } from "node:net";
import { askTwiceAndAtOnce } from "../ask.mjs";
import { row } from "../row.mjs";
import { programOf, withServer } from "../server.mjs";

const REACT = { react: "^19", "react-dom": "^19" };
/** What `create-next-app` installs for TypeScript. */
const TYPES = {
  typescript: "~5.9.3",
  "@types/node": "^20",
  "@types/react": "^19",
  "@types/react-dom": "^19",
};
const WAYS = [
  { title: "Next, Turbopack", args: ["--turbopack"], external: "" },
  { title: "Next, Turbopack, serverExternalPackages", args: ["--turbopack"], external: "yes" },
  { title: "Next, webpack", args: ["--webpack"], external: "" },
  { title: "Next, webpack, serverExternalPackages", args: ["--webpack"], external: "yes" },
];

/** Next: a route that predicts and one that runs the whole program, in each of its bundlers. */
export default async function next(place) {
  await place.npmInstall({ next: "^16", ...REACT, ...TYPES });
  await place.program("esm");
  await place.template();
  const version = await place.versionOf("next");
  const rows = [];
  for (const { title, ...way } of WAYS) {
    rows.push(
      await row({ title, version, threads: way.external ? "own" : "either" }, () => buildAndAsk(place, way)),
    );
  }
  return rows;
}

async function buildAndAsk(place, { args, external }) {
  await place.remove(".next");
  const env = { EXTERNAL: external, NEXT_TELEMETRY_DISABLED: "1" };
  await place.succeed(place.bin("next"), ["build", ...args], { env });
  return place.deploy(".next/standalone", (folder) => askService(place, folder));
}

async function askService(place, cwd) {
  // The server takes 0 for "not set".
  const env = { ...place.env, MODEL: place.model, PORT: String(await freePort()), HOSTNAME: "127.0.0.1" };
  const ready = /(http:\/\/(?:127\.0\.0\.1|localhost):\d+)[\s\S]*Ready/;
  return withServer(["node", "server.js"], { cwd, env, ready }, async (fetchFrom) => {
    await askTwiceAndAtOnce(fetchFrom);
    return programOf(fetchFrom);
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
