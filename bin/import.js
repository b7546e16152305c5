// Imports a module for the command line, whose own code comes out of V8's cache and therefore cannot.
module.exports = (url) => import(url);
