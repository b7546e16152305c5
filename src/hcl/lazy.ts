import { createRequire } from 'node:module';

/**
 * Gives a package that few runs need, loaded when first asked for: starting up must not pay for it. By `require`, because
 * V8's cache of the start-up bundle knows no dynamic imports.
 */
function lazyPackage<Package>(name: string): () => Package {
  let loaded: Package | null = null;
  return () => {
    loaded ??= createRequire(import.meta.url)(name) as Package;
    return loaded;
  };
}

/** Go's runtime for WebAssembly, which defines a global `Go`. */
export const goRuntime = lazyPackage<unknown>('@cdktf/hcl2json/wasm/bridge_wasm_exec.js');

/** The path of HashiCorp's parser, compressed WebAssembly. */
export function hashicorpWasm(): string {
  return createRequire(import.meta.url).resolve('@cdktf/hcl2json/main.wasm.gz');
}

/** Node's cryptography. */
export const nodeCrypto = lazyPackage<typeof import('node:crypto')>('node:crypto');

/** Node's compression, and its checksums. */
export const nodeZlib = lazyPackage<typeof import('node:zlib')>('node:zlib');

/** Go's regular expressions. */
export const re2 = lazyPackage<typeof import('re2js')>('re2js');

/** YAML, read and written. */
export const yaml = lazyPackage<typeof import('yaml')>('yaml');

/** Comparing texts. */
export const diff = lazyPackage<typeof import('diff')>('diff');

/** Describing and checking data. */
export const valibot = lazyPackage<typeof import('valibot')>('valibot');

/** Git's ignore patterns. */
export const gitignore = lazyPackage<typeof import('ignore')>('ignore');
