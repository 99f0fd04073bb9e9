import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

const HOME = "/home/node";
const prefix = dirname(dirname(process.execPath));

/**
 * A folder that stands for the file system of `node:22-slim`: this machine's programs, to be read only, and
 * nothing else of it. Needs root, for `unshare` and `chroot`.
 */
export function cleanRoot(root) {
  for (const folder of ["usr", "etc/ssl", "proc", "dev", "tmp", `.${HOME}`, `.${prefix}`]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const name of ["bin", "lib", "lib64", "sbin"]) {
    if (existsSync(`/usr/${name}`)) symlinkSync(`usr/${name}`, join(root, name));
  }
  writeFileSync(join(root, "etc/passwd"), `root:x:0:0::/:/bin/sh\nnode:x:1000:1000::${HOME}:/bin/sh\n`);
  writeFileSync(join(root, "etc/group"), "root:x:0:\nnode:x:1000:\n");
  for (const name of ["etc/resolv.conf", "etc/hosts", "etc/nsswitch.conf"]) {
    if (existsSync(`/${name}`)) cpSync(`/${name}`, join(root, name), { dereference: true });
  }
  return root;
}

/**
 * Starts a program in a clean root, in a mount namespace of its own that ends with it.
 *
 * @param {string} root
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: Record<string, string>, user?: string, readOnly?: boolean, binds?: [string, string][] }} how
 *   `readOnly`: nothing but /tmp and /logs can be written, as in the compose file.
 */
export function startIn(root, command, { cwd, env, user = "0:0", readOnly, binds = [] }) {
  const programs = prefix === "/usr" ? [] : [[prefix, prefix]];
  const all = [["/usr", "/usr"], ["/etc/ssl", "/etc/ssl"], ["/dev", "/dev"], ...programs, ...binds];
  const mounts = all.map(([from, to]) => `mount --bind '${from}' '${root}${to}'`);
  if (readOnly) {
    mounts.push(
      `mount --bind '${root}' '${root}'`,
      ...all.map(([from, to]) => `mount --bind '${from}' '${root}${to}'`),
      `mount --bind '${root}/logs' '${root}/logs'`,
      `mount -o remount,bind,ro '${root}'`,
      `mount -t tmpfs tmpfs '${root}/tmp'`,
    );
  }
  const script = [
    "set -e",
    ...mounts,
    `mount -t proc proc '${root}/proc'`,
    `exec chroot --userspec=${user} '${root}' sh -c 'cd "$0" && exec "$@"' "$@"`,
  ].join("\n");
  const path = [join(prefix, "bin"), "/usr/local/bin", "/usr/bin", "/usr/sbin"].join(":");
  return spawn(
    "unshare",
    ["--mount", "--propagation", "private", "sh", "-c", script, "sh", cwd, ...command],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: path, HOME, ...env },
    },
  );
}

/** Runs a program in a clean root to its end; gives its output. @throws when it fails. */
export function runIn(root, command, how) {
  const child = startIn(root, command, how);
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${command.join(" ").slice(0, 200)} ended with code ${code}: ${out}`));
    });
  });
}

/** npm's settings of whoever runs this, where there are any: a mirror, say. */
export function npmSettings() {
  const file = process.env["NPM_CONFIG_USERCONFIG"] ?? join(homedir(), ".npmrc");
  return existsSync(file) ? [file] : [];
}
