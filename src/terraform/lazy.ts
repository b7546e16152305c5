import { createRequire } from 'node:module';

const requirePackage = createRequire(import.meta.url);

/** Gives a package that few runs need, loaded when first asked for: starting up must not pay for it. */
function lazyPackage<Package>(name: string): () => Package {
  let loaded: Package | null = null;
  return () => {
    loaded ??= requirePackage(name) as Package;
    return loaded;
  };
}

/** Node's cryptography. */
export const nodeCrypto = lazyPackage<typeof import('node:crypto')>('node:crypto');

/** Go's regular expressions. */
export const re2 = lazyPackage<typeof import('re2js')>('re2js');

/** YAML, read and written. */
export const yaml = lazyPackage<typeof import('yaml')>('yaml');

/** Comparing texts. */
export const diff = lazyPackage<typeof import('diff')>('diff');
