import { spawn } from "node:child_process";

/** Groups that run; whatever way this process ends, they end with it. */
const groups = new Set();
process.on("exit", () => {
  for (const pid of groups) endGroup(pid, "SIGKILL");
});
for (const [signal, status] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
])
  process.on(signal, () => process.exit(status));

/**
 * Starts a program in a process group of its own, so that what it starts (npm a shell, a shell node) ends with it.
 *
 * @returns `seen(pattern, seconds)`: the first match in what it prints; rejects when it ends or time is up before.
 *   `end(signal, seconds)`: signals the whole group, as Ctrl-C in a terminal does, and returns the exit status; rejects
 *   when it had to be killed. `ended`: its exit status and output, once no process holds its output open any more.
 */
export function start(program, args, { cwd, env = process.env }) {
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const command = [program, ...args].join(" ");
  const watchers = new Set();
  let output = "";
  if (child.pid) groups.add(child.pid);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (data) => {
      output += data;
      for (const watch of watchers) watch();
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      groups.delete(child.pid);
      resolve({ status: status ?? signal, output });
    });
  });
  ended.catch(() => {});
  return { seen, end, ended };

  async function seen(pattern, seconds) {
    let watch;
    const found = new Promise((resolve) => {
      watch = () => pattern.test(output) && resolve(pattern.exec(output));
      watchers.add(watch);
      watch();
    });
    const early = ended.then(({ status }) => {
      throw new Error(`${command} ended with ${status}: ${output}`);
    });
    try {
      return await within(seconds, Promise.race([found, early]), `${command} did not print ${pattern}`);
    } finally {
      watchers.delete(watch);
    }
  }

  async function end(signal, seconds) {
    endGroup(child.pid, signal);
    try {
      return (await within(seconds, ended, `${command} did not end on ${signal}`)).status;
    } catch (error) {
      endGroup(child.pid, "SIGKILL");
      throw new Error(`${error.message}: ${output}`);
    }
  }
}

/**
 * Runs a program to its end, in a group of its own.
 *
 * @returns Its exit status, or the signal that ended it, and what it printed; rejects when time is up.
 */
export async function run(program, args, { seconds = 300, ...options }) {
  const running = start(program, args, options);
  try {
    return await within(seconds, running.ended, `${program} ${args.join(" ")} did not end`);
  } catch (error) {
    await running.end("SIGKILL", 10).catch(() => {});
    throw error;
  }
}

async function within(seconds, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
