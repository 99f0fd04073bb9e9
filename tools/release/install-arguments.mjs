/** What npm is told so that a project gets its packages and nothing else: no audit, no scripts, no talk. */
export const INSTALL = [
  "install",
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  "--ignore-scripts",
  "--loglevel=error",
];
