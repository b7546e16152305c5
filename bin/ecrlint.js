#!/usr/bin/env node
// CommonJS, because that starts faster than an ES module.
const { load } = require('./load.js');

load()
  .main(process.argv.slice(2))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
