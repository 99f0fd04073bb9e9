import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { INSTALL } from "../release/install-arguments.mjs";
import { packAll, ROOT } from "../release/pack.mjs";
import { run } from "../release/processes.mjs";

const JOB = join(ROOT, "examples/imdb-sentiment");

/** What every runtime predicts. */
export const TEXTS = [
  "A wonderful film: funny, moving, and beautifully acted.",
  "Two hours of my life that I will never get back. Dull and badly written.",
  "Not bad at all, though the ending is a little disappointing.",
  "Größe und Gefühl – 映画は最高だった! 👍",
  "The battery died after two days.",
];

/**
 * Makes a project of nothing but the packed tarballs, the main job as it is built (`job.mjs`), the loop and its data.
 * Needs `npm run build`.
 *
 * @returns `{}`, or `{ missing }` where no registry answers: how to get one.
 */
export async function makeProject(folder, tarballs) {
  const packages = await packAll(tarballs);
  const job = JSON.parse(await readFile(join(JOB, "package.json"), "utf8"));
  const dependencies = {
    ...job.dependencies,
    ...job.devDependencies,
    ...Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`])),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies }),
  );
  const { status, output } = await run("npm", INSTALL, { cwd: folder });
  if (status !== 0 && !(await registryAnswers(folder))) {
    return { missing: "npm must reach a registry, which has the runtimes and what the packages depend on" };
  }
  if (status !== 0) throw new Error(`the tarballs do not install: ${output}`);
  await cp(join(JOB, "dist/main.js"), join(folder, "job.mjs"));
  for (const part of ["loop", "bundled"]) {
    await cp(fileURLToPath(new URL(part, import.meta.url)), join(folder, part), { recursive: true });
  }
  await writeFile(join(folder, "texts.json"), JSON.stringify(TEXTS));
  await writeFile(join(folder, "reviews.csv"), await sentencesAsCsv(folder));
  return {};
}

/** Whether npm's error is one of the tarballs, or of a machine without a registry. */
async function registryAnswers(folder) {
  const { status } = await run("npm", ["view", "zod", "version", "--prefer-online"], { cwd: folder });
  return status === 0;
}

/** Writes `model.tar` and `split.json`, for runtimes without files, from a bundle of the main job. */
export async function prepareForOthers(project, bundle) {
  const { status, output } = await run(process.execPath, ["bundled/prepare.mjs", bundle], { cwd: project });
  if (status !== 0) throw new Error(`the model and the split do not come out of the bundle: ${output}`);
}

/** The sentences of the main job as a CSV file. */
async function sentencesAsCsv(folder) {
  const require = createRequire(join(folder, "package.json"));
  const lines = ["id,text,label,group"];
  for (const site of ["amazon", "imdb", "yelp"]) {
    const sentences = JSON.parse(
      await readFile(require.resolve(`sentiment/test/fixtures/${site}.json`), "utf8"),
    );
    for (const [i, { text, class: is }] of sentences.entries()) {
      // Each file ends in a row without text and class.
      if (is === null) continue;
      const fields = [`${site}/${i}`, text, is === 1 ? "pos" : "neg", text.trim()];
      lines.push(fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(","));
    }
  }
  return `${lines.join("\n")}\n`;
}
