import { join } from 'node:path';

/**
 * Stands for `src/hcl/lazy.ts` in the bundle of the action, which has no packages beside it: the same packages, bundled,
 * and still loaded only when first asked for.
 */
type Packages = typeof import('../hcl/lazy.ts');

export const goRuntime: Packages['goRuntime'] = () => require('@cdktf/hcl2json/wasm/bridge_wasm_exec.js');
export const hashicorpWasm: Packages['hashicorpWasm'] = () => join(__dirname, 'main.wasm.gz');
export const nodeCrypto: Packages['nodeCrypto'] = () => require('node:crypto');
export const nodeZlib: Packages['nodeZlib'] = () => require('node:zlib');
export const re2: Packages['re2'] = () => require('re2js');
export const yaml: Packages['yaml'] = () => require('yaml');
export const diff: Packages['diff'] = () => require('diff');
export const valibot: Packages['valibot'] = () => require('valibot');
export const gitignore: Packages['gitignore'] = () => require('ignore');
