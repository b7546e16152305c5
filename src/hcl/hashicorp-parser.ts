import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { goRuntime, hashicorpWasm, nodeZlib } from './lazy.ts';
import { instantiate, type WebAssemblyInstance } from './web-assembly.ts';

/** HashiCorp's parser, ready to be asked. */
export interface HashicorpParser {
  /** Gives the JSON of a text in native syntax; throws its message about a text that is none, or that has no JSON. */
  readonly parse: (name: string, text: string) => Promise<string>;
}

/** What Go's runtime for JavaScript defines. */
interface GoRuntime {
  readonly importObject: object;
  /** Runs until the program first waits, and from then on as often as it is called. */
  readonly run: (instance: WebAssemblyInstance) => Promise<void>;
}

/** What the program puts where it is told to. */
interface Program {
  parse?: (name: string, text: string, done: (error: string | null, json: string) => void) => void;
}

/** The global names by which Go's runtime and the program are found. */
interface Globals {
  Go: new () => GoRuntime;
  __parse_terraform_config_wasm__: Program;
}

let loading: Promise<HashicorpParser> | null = null;

/**
 * Loads HashiCorp's parser, once. It is the WebAssembly of `@cdktf/hcl2json`, passing over that package's own code, which
 * keeps the only thread of JavaScript 60 ms longer: it unpacks there, and loads what it needs for something else.
 *
 * @throws if the package is not there, or another version that has other files
 */
export function hashicorpParser(): Promise<HashicorpParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<HashicorpParser> {
  const packed = readFileSync(hashicorpWasm());
  const unpacking = promisify(nodeZlib().gunzip)(packed, { chunkSize: 1 << 24 });
  goRuntime();
  const globals = globalThis as unknown as Globals;
  const go = new globals.Go();
  // Not compiled beside: nearly all of it is compiled when it is called, and one more turn of the loop may come late.
  const instance = instantiate(await unpacking, go.importObject);
  const program: Program = {};
  globals.__parse_terraform_config_wasm__ = program;
  void go.run(instance);
  const { parse } = program;
  if (parse === undefined) throw new Error('its program has no parser');
  return {
    parse: (name, text) =>
      new Promise((resolve, reject) => {
        parse(name, text, (error, json) => {
          if (error) reject(new Error(error));
          else resolve(json);
        });
      }),
  };
}
