#!/usr/bin/env node
// Apart from what is built: npm links commands only when their file is there as it installs.
import "../dist/cli/main.js";
