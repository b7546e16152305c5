// Loads the command line's bundle. V8 keeps what it made of the code in dist/cli.cache, which saves a third of the time
// a check of a small module takes. The cache only fits the version of Node that built it; another one passes it over.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const vm = require('node:vm');

const DIST = join(__dirname, '..', 'dist');
const BUNDLE = join(DIST, 'cli.cjs');
const CACHE = join(DIST, 'cli.cache');

// V8 optimizes functions so soon that a run of a second, which most are, spends a third of it on that: it knows too little
// of them, and has to undo and redo it. It shall wait longer. Flags are V8's own business, so that this is only told to
// the version that it was measured with, that of Node 20.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=600000');

/** The bundle's exports, and what V8 knows of its code so far. */
function load() {
  // All of it is ASCII, so that V8 need not look for anything else and takes one byte for each character.
  const code = readFileSync(BUNDLE, 'latin1');
  const script = new vm.Script(`(function(exports,require,module,__filename){${code}\n})`, {
    filename: BUNDLE,
    cachedData: readCache(),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, BUNDLE);
  return { main: module.exports.main, createCache: () => script.createCachedData() };
}

function readCache() {
  try {
    return readFileSync(CACHE);
  } catch {
    return undefined;
  }
}

module.exports = { load, BUNDLE, CACHE };
