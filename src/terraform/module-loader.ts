import { join } from 'node:path';
import { parseJson } from '../hcl/json.ts';
import { parseNative } from '../hcl/parser.ts';
import { SourceFile } from '../hcl/source.ts';
import type { ParsedFile, SyntaxProblem } from '../hcl/syntax.ts';
import { joinFiles, type ModuleConfig } from './module-config.ts';
import type { InvalidFile } from './project.ts';
import type { SourceTree } from './source-tree.ts';

/** Parses files and joins them to modules, each once. */
export class ModuleLoader {
  readonly tree: SourceTree;
  readonly #parsed = new Map<string, ParsedFile>();
  readonly #configs = new Map<string, ModuleConfig | null>();
  readonly #invalid = new Map<string, InvalidFile>();

  constructor(tree: SourceTree) {
    this.tree = tree;
  }

  /** In the order of their paths; grows while modules are evaluated. */
  get invalidFiles(): readonly InvalidFile[] {
    return [...this.#invalid.values()].sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  }

  get moduleCount(): number {
    let count = 0;
    for (const config of this.#configs.values()) if (config !== null) count++;
    return count;
  }

  /** The module in a directory; null when there is none. */
  load(directory: string): ModuleConfig | null {
    let config = this.#configs.get(directory);
    if (config === undefined) {
      const names = this.tree.list(directory).terraform;
      config = null;
      if (names.length > 0) {
        this.tree.allow(directory);
        const files = names.map((name) => this.parse(join(directory, name)));
        config = joinFiles(this.tree.display(directory), files);
      }
      this.#configs.set(directory, config);
    }
    return config;
  }

  /**
   * Parses a Terraform or tfvars file and remembers what is wrong with it. A file that cannot be read is empty.
   * @param bytes its content, where that was read already
   */
  parse(path: string, bytes?: Buffer): ParsedFile {
    let parsed = this.#parsed.get(path);
    if (parsed === undefined) {
      parsed = this.#read(path, bytes);
      this.#parsed.set(path, parsed);
    }
    return parsed;
  }

  #read(path: string, bytes?: Buffer): ParsedFile {
    const result = this.tree.readText(path, bytes);
    if (result.kind === 'problem') {
      const file = new SourceFile(this.tree.display(path), '');
      this.#reject(file, [{ file, start: 0, end: 0, message: result.message }], true);
      return { file, body: emptyBody(file), comments: [], errors: [] };
    }
    const { file } = result;
    const parsed = file.path.endsWith('.json') ? parseJson(file) : parseNative(file);
    if (!result.utf8) {
      const at = Math.max(0, file.text.indexOf('\uFFFD'));
      this.#reject(file, [{ file, start: at, end: at + 1, message: 'the file is not valid UTF-8' }], true);
    } else if (parsed.errors.length > 0) this.#reject(file, parsed.errors, false);
    return parsed;
  }

  #reject(file: SourceFile, problems: readonly SyntaxProblem[], certain: boolean): void {
    this.#invalid.set(file.path, { file, problems, certain });
  }
}

function emptyBody(file: SourceFile): ParsedFile['body'] {
  return { kind: 'body', file, start: 0, end: 0, attributes: [], blocks: [], syntax: 'native' };
}
