import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sayNotChecked } from "../../../../tools/optional/not-checked.mjs";
import { briefLeases, leaseStatus, processIdentity, takeLease } from "./index.js";

const HOLDER = fileURLToPath(new URL("./testing/lease-holder.mjs", import.meta.url));
const NAMESPACE = ["unshare", "--pid", "--fork", "--kill-child"];
const canUnshare = spawnSync("unshare", ["--pid", "--fork", "--mount-proc", "true"]).status === 0;
if (!canUnshare) {
  const remedy = "Run the tests as root on Linux, with util-linux.";
  sayNotChecked("leases of processes in containers", { title: "unshare --pid", remedy });
}

let path = "";
let children: ReturnType<typeof spawn>[] = [];
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), "imdb-leases-")), "lease");
});
afterEach(async () => {
  vi.useRealTimers();
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await rm(join(path, ".."), { recursive: true, force: true });
});

/** A process that takes the lease, and the lines that it prints. */
function startHolder(expiryMs: number, within: readonly string[] = []) {
  const [command = "", ...args] = [...within, process.execPath, HOLDER, path, String(expiryMs)];
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value;
  return {
    child,
    line,
    ask: (question: string) => {
      child.stdin.write(`${question}\n`);
      return line();
    },
    async kill() {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}

test.skipIf(process.platform === "win32")(
  "a pipe, a link or a large file named like a lease is refused by name, and not waited for",
  async () => {
    const name = `${path}-1.json`;
    const makers = {
      "not a plain file": () => spawnSync("mkfifo", [name]),
      "a symbolic link": () => symlink("/dev/zero", name),
      "over 65536": () => writeFile(name, Buffer.alloc(1 << 20)),
    };
    for (const [problem, make] of Object.entries(makers)) {
      await make();
      await expect(takeLease(path), problem).rejects.toThrow(problem);
      expect(() => leaseStatus(path), problem).toThrow(problem);
      await rm(name);
    }
    expect((await takeLease(path)).lease?.number).toBe(1);
  },
);

const filesBeside = () => readdir(join(path, ".."));

test("one owner at a time, with a number that grows; a removed lease leaves nothing", async () => {
  const first = await takeLease(path);
  expect(first.lease?.number).toBe(1);
  expect(await takeLease(path)).toEqual({ holder: expect.objectContaining({ pid: processIdentity().pid }) });
  expect(leaseStatus(path)).toMatchObject({ number: 1, holder: { host: processIdentity().host } });
  first.lease?.release();
  expect(leaseStatus(path)).toEqual({ number: 1, holder: undefined });
  expect(() => first.lease?.check()).toThrow(/took|taken/);
  const second = await takeLease(path, { afterRelease: "removed" });
  expect(second.lease?.number).toBe(2);
  second.lease?.check();
  second.lease?.release();
  expect(await filesBeside()).toEqual([]);
});

test("of many that try at the same moment one gets it, in every round", async () => {
  for (let round = 1; round <= 30; round++) {
    const takers = await Promise.all(Array.from({ length: 8 }, () => takeLease(path)));
    const leases = takers.flatMap(({ lease }) => lease ?? []);
    expect(leases.map(({ number }) => number)).toEqual([round]);
    leases[0]?.release();
  }
});

test("six processes at once: one has it, and it is killed and replaced at once by one of six others", async () => {
  for (const round of [1, 2, 3]) {
    const holders = Array.from({ length: 6 }, () => startHolder(20_000));
    const said = await Promise.all(holders.map(({ line }) => line()));
    expect(said.sort()).toEqual(["held", "held", "held", "held", "held", `lease ${round}`]);
    await Promise.all(holders.map(({ kill, child }) => (child.exitCode === null ? kill() : undefined)));
  }
});

test("a lease that is half-written, and stays so, is taken; one that is completed is not", async () => {
  const { place, started, ...rest } = processIdentity();
  const whole = JSON.stringify({ ...rest, place, started, token: "x" });
  await writeFile(`${path}-1.json`, whole.slice(0, 10));
  const taking = takeLease(path);
  await sleep(300);
  await writeFile(`${path}-1.json`, whole);
  expect((await taking).lease).toBeUndefined();
  await writeFile(`${path}-1.json`, "");
  expect((await takeLease(path)).lease?.number).toBe(2);
});

test("a process that cannot be seen has its lease while it shows heartbeats, whatever the clocks say", async () => {
  const elsewhere = {
    host: "elsewhere",
    pid: 1,
    place: "another boot",
    started: "5",
    token: "t",
    expiryMs: 800,
  };
  await writeFile(`${path}-3.json`, JSON.stringify(elsewhere));
  // The clock of the other machine is an hour behind, and was set back while it ran.
  let seconds = Date.now() / 1000 - 3600;
  const beat = setInterval(() => {
    seconds -= 7;
    void utimes(`${path}-3.json`, 0, seconds);
  }, 100);
  expect((await takeLease(path)).holder).toMatchObject({ host: "elsewhere" });
  clearInterval(beat);
  await sleep(50);
  // The clock of this machine is set forward and back: only elapsed time counts.
  vi.useFakeTimers({ now: Date.now() + 86_400_000, toFake: ["Date"] });
  const began = performance.now();
  const { lease } = await takeLease(path);
  expect(lease?.number).toBe(4);
  expect(performance.now() - began).toBeGreaterThan(790);
  expect(await filesBeside()).toEqual(["lease-4.json"]);
  lease?.release();
});

test("a process that computes shows heartbeats, from its thread", async () => {
  const { line, ask } = startHolder(1_000);
  expect(await line()).toBe("lease 1");
  const stamps = new Set<number>();
  const answer = ask("busy");
  for (let i = 0; i < 20; i++) {
    await sleep(100);
    stamps.add((await stat(`${path}-1.json`)).mtimeMs);
  }
  expect(await answer).toBe("mine");
  expect(stamps.size).toBeGreaterThan(5);
});

test.runIf(canUnshare)("a killed process 1 of a container is replaced, a living one is not", async () => {
  for (const [own, waits] of [
    [NAMESPACE, false],
    [[...NAMESPACE, "--mount-proc"], true],
  ] as const) {
    const first = startHolder(1_000, own);
    const number = Number((await first.line()).slice(6));
    expect(await startHolder(1_000, own).line()).toBe("held");
    const placeOf = async (n: number) => JSON.parse(await readFile(`${path}-${n}.json`, "utf8")).place;
    const place = await placeOf(number);
    await first.kill();
    const began = performance.now();
    const next = startHolder(1_000, own);
    expect(await next.line()).toBe(`lease ${number + 1}`);
    // The kernel may give the device number of the /proc that has ended to the next one, which can then see the end.
    const isSeen = (await placeOf(number + 1)) === place;
    if (waits && !isSeen) expect(performance.now() - began).toBeGreaterThan(900);
    expect(await next.ask("release")).toBe("released");
  }
});

test.runIf(canUnshare)(
  "a process that was paused beyond its lease is told, and changes nothing",
  async () => {
    const paused = startHolder(800, [...NAMESPACE, "--mount-proc"]);
    expect(await paused.line()).toBe("lease 1");
    const pids = (
      await readFile(`/proc/${paused.child.pid}/task/${paused.child.pid}/children`, "utf8")
    ).trim();
    process.kill(Number(pids), "SIGSTOP");
    const { lease } = await takeLease(path);
    expect(lease?.number).toBe(2);
    process.kill(Number(pids), "SIGCONT");
    expect(await paused.ask("check")).toBe("told LEASE_LOST");
    expect(await paused.line()).toBe("LEASE_LOST");
    expect(await paused.ask("release")).toBe("released");
    lease?.check();
    expect(leaseStatus(path).holder).toMatchObject({ pid: processIdentity().pid });
    lease?.release();
  },
);

test("what a killed attempt left is removed by the next owner", async () => {
  const left = join(path, "..", ".lease-1.json.4711.0123abcd.tmp");
  const later = join(path, "..", ".lease-9.json.4711.0123abcd.tmp");
  for (const file of [left, later]) await writeFile(file, "{}");
  const { lease } = await takeLease(path, { afterRelease: "removed" });
  lease?.release();
  // A process that is about to take a later lease is not disturbed.
  expect(await readdir(join(path, ".."))).toEqual([".lease-9.json.4711.0123abcd.tmp"]);
});

test.skipIf(process.platform === "win32").each([
  ["a link", (name: string, victim: string) => symlink(victim, name)],
  ["a pipe", (name: string) => spawnSync("mkfifo", [name])],
  ["a folder", (name: string) => mkdir(name)],
])("%s with a name that is easy to guess is not written to by a release", async (_, make) => {
  const { lease } = await takeLease(path);
  const victim = join(path, "..", "victim");
  await writeFile(victim, "mine");
  for (const ending of [".released", ".tmp"]) await make(`${path}-1.json${ending}`, victim);
  const before = await filesBeside();
  lease?.release();
  expect(await readFile(victim, "utf8")).toBe("mine");
  expect(JSON.parse(await readFile(`${path}-1.json`, "utf8"))).toMatchObject({ released: true });
  expect(await filesBeside()).toEqual(before);
});

test.runIf(existsSync("/proc/self"))(
  "a folder in which no file can be created is a typed error, though the folder is there",
  async () => {
    const refused = { code: "FILE_FAILURE", message: expect.stringContaining("/proc/lease") };
    await expect(takeLease("/proc/lease")).rejects.toMatchObject(refused);
    const attempt = briefLeases("/proc/lease");
    const tryOften = () => Array.from({ length: 100 }, attempt);
    expect(tryOften).toThrow(expect.objectContaining(refused));
  },
);

test("an unknown option is refused, and a path that cannot be a file is named", async () => {
  await expect(takeLease(path, { expiry: 3 } as never)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  await writeFile(path, "");
  const below = takeLease(join(path, "below", "lease"));
  await expect(below).rejects.toMatchObject({
    code: "FILE_FAILURE",
    message: expect.stringContaining("below"),
  });
});

/** The file of a process that cannot be seen, with a time that it has written itself. */
const unseen = (expiryMs: number) =>
  JSON.stringify({ host: "other", pid: 1, place: "elsewhere", started: "1", token: "t", expiryMs });

test("a time that is forged holds nobody up for longer than the longest one", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  await writeFile(`${path}-1.json`, unseen(3_600_000));
  const taking = takeLease(path);
  await sleep(100);
  vi.advanceTimersByTime(59_000);
  await sleep(600);
  await expect(Promise.race([taking, "waits"])).resolves.toBe("waits");
  vi.advanceTimersByTime(1_001);
  expect((await taking).lease?.number).toBe(2);

  await writeFile(`${path}-9.json`, unseen(3_600_000));
  const attempt = briefLeases(path);
  expect(attempt()).toBeUndefined();
  vi.advanceTimersByTime(20_000);
  expect(attempt()?.number).toBe(10);
  await expect(takeLease(path, { expiryMs: 60_001 })).rejects.toMatchObject({ code: "INVALID_OPTION" });
  expect(() => briefLeases(path, { expiryMs: 20_001 })).toThrow(/expiryMs/);
});

test("a wait for a process that cannot be seen ends with its signal", async () => {
  await writeFile(`${path}-1.json`, unseen(60_000));
  const began = performance.now();
  const taking = takeLease(path, { signal: AbortSignal.timeout(100) });
  await expect(taking).rejects.toMatchObject({ code: "CANCELLED", message: expect.stringContaining(path) });
  expect(performance.now() - began).toBeLessThan(2_000);
});

test.each(["999999999999", "1000000000000", "9".repeat(40)])(
  "a file with the number %s, which none can follow, is named and gives two owners to nobody",
  async (number) => {
    const file = `${path}-${number}.json`;
    await writeFile(file, JSON.stringify({ host: "h", pid: 1, released: true }));
    for (const _ of [1, 2]) await expect(takeLease(path)).rejects.toThrow(file);
    expect(() => leaseStatus(path)).toThrow(file);
    expect(() => briefLeases(path)()).toThrow(file);
    expect(await filesBeside()).toEqual([`lease-${number}.json`]);
  },
);

test("the greatest number has an owner, and a number that no owner writes is nobody's", async () => {
  await writeFile(`${path}-999999999997.json`, JSON.stringify({ host: "h", pid: 1, released: true }));
  const { lease } = await takeLease(path, { afterRelease: "removed" });
  expect(lease?.number).toBe(999_999_999_998);
  lease?.release();
  for (const number of ["0", "007"]) await writeFile(`${path}-${number}.json`, unseen(60_000));
  expect((await takeLease(path)).lease?.number).toBe(1);
});

test("a release of a lease whose file cannot be read is told, and made up for when it can be", async () => {
  const { lease } = await takeLease(path, { expiryMs: 400 });
  const text = await readFile(`${path}-1.json`);
  await rm(`${path}-1.json`);
  await mkdir(`${path}-1.json`);
  expect(() => lease?.release()).toThrow(expect.objectContaining({ code: "FILE_FAILURE" }));
  await rm(`${path}-1.json`, { recursive: true });
  await writeFile(`${path}-1.json`, text);
  await expect.poll(async () => (await takeLease(path)).lease?.number).toBe(2);
});
