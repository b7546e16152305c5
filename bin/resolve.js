// A hook of Node's module loader: what plug-ins import of ecrlint is this copy of it, unless one is installed for them.
// https://nodejs.org/api/module.html#resolvespecifier-context-nextresolve
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const OWN = new Map(
  ['plugin', 'testing'].map((name) => [
    `ecrlint/${name}`,
    pathToFileURL(join(__dirname, '..', 'dist', `${name}.js`)).href,
  ]),
);

exports.resolve = function resolve(specifier, context, nextResolve) {
  const url = OWN.get(specifier);
  if (url === undefined) return nextResolve(specifier, context);
  const own = { url, format: 'module', shortCircuit: true };
  try {
    const found = nextResolve(specifier, context);
    return found instanceof Promise ? found.catch(() => own) : found;
  } catch {
    return own;
  }
};
