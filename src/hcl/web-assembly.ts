/** What is used of WebAssembly. TypeScript counts it among what only browsers have. */
interface WebAssemblyNames {
  readonly Module: new (code: Uint8Array) => WebAssemblyModule;
  readonly Instance: new (module: WebAssemblyModule, imports?: object) => WebAssemblyInstance;
}

/** Code that was found valid. */
interface WebAssemblyModule {
  readonly [Symbol.toStringTag]: string;
}

/** Code with a memory of its own. */
export interface WebAssemblyInstance {
  readonly exports: object;
}

/**
 * Makes an instance of some code.
 *
 * @param imports what the code calls, by module and name
 * @throws if it is not valid, and if this Node has no WebAssembly
 */
export function instantiate(code: Uint8Array, imports: object = {}): WebAssemblyInstance {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyNames };
  return new WebAssembly.Instance(new WebAssembly.Module(code), imports);
}
