import { chromium } from "playwright-core";

/** Without them the browser asks for addresses of its maker's, and as root it does not start. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a headless browser for a test.
 *
 * @param executablePath  What `toolFor("browser", …)` or `toolPath("browser")` returned.
 */
export function launchBrowser(executablePath) {
  return chromium.launch({ executablePath, args: ARGS });
}
