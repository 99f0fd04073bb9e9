// A test runner for Stryker: the bundled tests of an area, in its own process, loaded once.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { runTests, setTimes } from "./test-api.mjs";

/** Where the changed code looks up which change is made, and counts what it reaches. */
const state = globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ?? {};
globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] = state;
const loadTests = () => import(pathToFileURL(process.env.IMDB_MUTATION_TESTS));
/** How long each test took, for the processes that come after the first. */
const TIMES = `${process.env.IMDB_MUTATION_TESTS}.json`;
if (existsSync(TIMES)) setTimes(JSON.parse(readFileSync(TIMES, "utf8")));

class AreaRunner {
  /** Whether a change was active in this process before, and whether one left something behind that fails tests. */
  used = false;
  spoilt = false;

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    await loadTests();
    // The changed code keeps this object: it is emptied, not replaced.
    state.mutantCoverage ??= { static: {}, perTest: {} };
    const reached = state.mutantCoverage;
    const perTest = {};
    let running = [];
    const assign = (next) => {
      for (const [mutant, hits] of Object.entries(reached.perTest.now ?? {})) {
        for (const { id } of running) {
          perTest[id] ??= {};
          perTest[id][mutant] = (perTest[id][mutant] ?? 0) + hits;
        }
      }
      reached.perTest.now = {};
      state.currentTestId = "now";
      running = next;
    };
    const results = await runTests(undefined, false, assign);
    assign([]);
    const times = Object.fromEntries(results.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    writeFileSync(TIMES, JSON.stringify(times));
    setTimes(times);
    state.currentTestId = undefined;
    return {
      status: DryRunStatus.Complete,
      tests: results.map(toResult),
      mutantCoverage: { static: reached.static, perTest },
    };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) {
    // Stryker then tries again with a new process.
    if (this.spoilt) throw new Error("an earlier change left something behind");
    if (mutantActivation === "runtime") await loadTests();
    Object.assign(state, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    try {
      await loadTests();
    } catch (error) {
      const tests = [toResult({ id: "0", name: "the tests can be loaded", timeSpentMs: 0, error })];
      return toMutantRunResult({ status: DryRunStatus.Complete, tests });
    }
    const results = await runTests(testFilter, !disableBail);
    const endless = determineHitLimitReached(state.hitCount, state.hitLimit);
    state.activeMutant = undefined;
    if (mutantActivation === "runtime") await this.assertClean(results);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results.map(toResult) });
  }

  /** Runs the tests that failed again without the change: if they still fail, not this change may be the reason. */
  async assertClean(results) {
    const failed = results.filter(({ error }) => error !== undefined).map(({ id }) => id);
    const again = failed.length === 0 ? [] : await runTests(failed, true);
    this.spoilt = again.some(({ error }) => error !== undefined);
    if (this.spoilt && this.used) throw new Error("an earlier change left something behind");
    this.used = true;
  }
}

function toResult({ error, ...test }) {
  if (error === undefined) return { ...test, status: TestStatus.Success };
  return { ...test, status: TestStatus.Failed, failureMessage: String(error.message ?? error).slice(0, 500) };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "area", AreaRunner)];
