import type { Browser } from "playwright-core";

/** Starts a headless browser for a test. */
export function launchBrowser(executablePath: string | undefined): Promise<Browser>;
