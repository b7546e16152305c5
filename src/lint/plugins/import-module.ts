import { createRequire } from 'node:module';

/**
 * Imports an ES module or a CommonJS module by its URL; gives its exports. The command line's own code comes out of
 * V8's cache, in which nothing can be imported, so there a file beside it does.
 */
export async function importModule(url: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ url);
  } catch (error) {
    if (codeOf(error) !== 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING') throw error;
    const importFor = createRequire(import.meta.url)('../bin/import.js') as (url: string) => Promise<unknown>;
    return importFor(url);
  }
}

/** Node's code of an error; null where it has none. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
