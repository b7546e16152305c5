#!/usr/bin/env node
// CommonJS, because that starts faster than an ES module.
const { existsSync } = require('node:fs');
const { BUNDLE, load } = require('./load.js');

if (existsSync(BUNDLE)) {
  load()
    .main(process.argv.slice(2))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
} else {
  process.stderr.write('ecrlint: This copy was never built. Run "npm install" in its folder, which builds it.\n');
  process.exitCode = 2;
}
