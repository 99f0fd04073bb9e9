import { askTwiceAndAtOnce } from "../ask.mjs";
import { row } from "../row.mjs";
import { programOf, withServer } from "../server.mjs";

const SETTINGS = [
  { major: "11", module: "commonjs", moduleResolution: "node10", type: "commonjs" },
  { major: "12", module: "nodenext", moduleResolution: "nodenext", type: "module" },
];

/** A NestJS service: version 11 in CommonJS with the oldest module resolution, version 12 in ESM. */
export default async function nestjs(place) {
  const rows = [];
  for (const settings of SETTINGS) {
    const title = `NestJS ${settings.major}, ${settings.module}`;
    rows.push(await row({ title, threads: "own" }, () => buildAndAsk(place, settings)));
    rows.at(-1).version = await place.versionOf("@nestjs/core").catch(() => "");
  }
  return rows;
}

async function buildAndAsk(place, { major, type, ...modules }) {
  await place.remove("node_modules");
  await place.remove("package-lock.json");
  await place.remove("dist");
  const nest = Object.fromEntries(
    ["common", "core", "platform-express"].map((name) => [`@nestjs/${name}`, `^${major}`]),
  );
  const tools = {
    ...nest,
    "@types/node": "^20",
    "reflect-metadata": "^0.2.2",
    rxjs: "^7.8.2",
    typescript: "~5.9.3",
  };
  await place.npmInstall(tools, { type });
  await place.program("ts", "src/program");
  await place.template();
  await place.write("tsconfig.json", {
    compilerOptions: {
      ...modules,
      target: "ES2023",
      strict: true,
      emitDecoratorMetadata: true,
      experimentalDecorators: true,
      skipLibCheck: true,
      outDir: "dist",
      rootDir: "src",
    },
    include: ["src"],
  });
  await place.succeed(place.bin("tsc"), ["-p", "tsconfig.json"]);
  const env = { ...place.env, MODEL: place.model };
  const ready = /Listening on (http:\S+)/;
  return withServer(["node", "dist/main.js"], { cwd: place.folder, env, ready }, async (fetchFrom) => {
    await askTwiceAndAtOnce(fetchFrom);
    return programOf(fetchFrom);
  });
}
