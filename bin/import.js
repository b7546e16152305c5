// Imports a plug-in for the command line, whose own code comes out of V8's cache and therefore cannot.
const nodeModule = require('node:module');
const { pathToFileURL } = require('node:url');

let isHooked = false;

/** The module at a URL. What it imports of this package is found also where the package is not installed beside it. */
module.exports = (url) => {
  if (!isHooked) {
    isHooked = true;
    // Until Node 22.15 there are only hooks in a thread of their own.
    if (nodeModule.registerHooks === undefined) nodeModule.register('./resolve.js', pathToFileURL(__filename));
    else nodeModule.registerHooks(require('./resolve.js'));
  }
  return import(url);
};
