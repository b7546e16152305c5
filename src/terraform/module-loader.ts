import { join } from 'node:path';
import { parseJsonText } from '../hcl/json-reader.ts';
import { parseFile } from '../hcl/parse-file.ts';
import type { IsPutOff } from '../hcl/parser.ts';
import { SourceFile } from '../hcl/source.ts';
import type { ParsedFile, SyntaxProblem } from '../hcl/syntax.ts';
import { type Contradiction, groupFiles } from './contradictions.ts';
import { joinFiles, type ModuleConfig } from './module-config.ts';
import { MANIFEST_PATH, type ModuleManifest, parseManifest } from './module-manifest.ts';
import type { InvalidFile } from './project.ts';
import { type SettingInFile, settingsOfFile, settingsOfJson } from './settings.ts';
import { contains, type SourceTree } from './source-tree.ts';

/** What is in a directory that is judged by itself. */
export interface Roots {
  readonly configs: readonly ModuleConfig[];
  readonly contradictions: readonly Contradiction[];
}

/** Parses files and joins them to modules, each once. */
export class ModuleLoader {
  readonly tree: SourceTree;
  readonly #isPutOff: IsPutOff;
  readonly #parsed = new Map<string, ParsedFile>();
  readonly #configs = new Map<string, ModuleConfig | null>();
  readonly #invalid = new Map<string, InvalidFile>();
  readonly #sources = new Map<string, SourceFile>();
  readonly #manifests = new Map<string, ModuleManifest>();
  readonly #published = new Set<string>();

  /** @param looksInto as in `ProjectOptions` */
  constructor(tree: SourceTree, looksInto: (type: string) => boolean = () => true) {
    this.tree = tree;
    this.#isPutOff = (type, labels) => {
      if (type === 'resource' || type === 'data') return !looksInto(labels[0]?.value ?? '');
      return type === 'variable' || type === 'output';
    };
  }

  /** The files of the modules in use, and the tfvars files read for them, in the order of their paths; grows likewise. */
  get sourceFiles(): readonly SourceFile[] {
    return [...this.#sources.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** In the order of their paths; grows while modules are evaluated. */
  get invalidFiles(): readonly InvalidFile[] {
    return [...this.#invalid.values()].sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  }

  get moduleCount(): number {
    let count = 0;
    for (const [directory, config] of this.#configs) if (config !== null && !this.#isPublished(directory)) count++;
    return count;
  }

  #isPublished(directory: string): boolean {
    return [...this.#published].some((module) => contains(module, directory));
  }

  /** What `terraform init` has downloaded for the root module in a directory; nothing where it has not been run. */
  manifest(directory: string): ModuleManifest {
    let manifest = this.#manifests.get(directory);
    if (manifest === undefined) {
      manifest = this.tree.list(directory).initialized ? this.#readManifest(directory) : new Map();
      this.#manifests.set(directory, manifest);
    }
    return manifest;
  }

  #readManifest(directory: string): ModuleManifest {
    let text: string;
    try {
      text = this.tree.readBytes(join(directory, MANIFEST_PATH)).toString('utf8');
    } catch {
      return new Map();
    }
    return parseManifest(text);
  }

  /** Says that a directory holds a published module. To be said before anything there is parsed. */
  markPublished(directory: string): void {
    this.#published.add(directory);
    this.tree.markPublished(directory);
  }

  /** The published module in a directory; null when there is none. */
  loadPublished(directory: string): ModuleConfig | null {
    this.markPublished(directory);
    return this.load(directory);
  }

  /** The module in a directory; null when there is none. */
  load(directory: string): ModuleConfig | null {
    let config = this.#configs.get(directory);
    if (config === undefined) {
      const names = this.tree.list(directory).terraform;
      config = null;
      if (names.length > 0) {
        this.tree.allow(directory);
        const files = this.#filesIn(directory);
        for (const { file } of files) this.#sources.set(file.path, file);
        config = joinFiles(this.tree.display(directory), files);
      }
      this.#configs.set(directory, config);
    }
    return config;
  }

  /**
   * The root modules in a directory: one, unless files contradict each other; none where there is no Terraform.
   */
  loadRoots(directory: string): Roots {
    const whole = this.load(directory);
    if (whole === null) return { configs: [], contradictions: [] };
    if (!whole.repeats) return { configs: [whole], contradictions: [] };
    const { groups, contradictions } = groupFiles(this.#filesIn(directory));
    if (groups.length === 1) return { configs: [whole], contradictions };
    return { configs: groups.map((files) => joinFiles(whole.directory, files)), contradictions };
  }

  #filesIn(directory: string): readonly ParsedFile[] {
    return this.tree.list(directory).terraform.map((name) => this.parse(join(directory, name)));
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

  /** What a tfvars file sets, by variable. */
  readVariables(path: string): ReadonlyMap<string, SettingInFile> {
    if (!path.endsWith('.json')) {
      const parsed = this.parse(path);
      this.#sources.set(parsed.file.path, parsed.file);
      return settingsOfFile(parsed);
    }
    const file = this.#text(path);
    if (file === null) return new Map();
    this.#sources.set(file.path, file);
    const document = parseJsonText(file);
    if (document.errors.length > 0) this.#reject(file, document.errors, true);
    return settingsOfJson(document);
  }

  /** Says that files are in use, besides those of modules. */
  use(files: readonly SourceFile[]): void {
    for (const file of files) this.#sources.set(file.path, file);
  }

  #read(path: string, bytes?: Buffer): ParsedFile {
    const file = this.#text(path, bytes) ?? new SourceFile(this.tree.display(path), '');
    const parsed = parseFile(file, this.#isPutOff);
    if (parsed.errors.length > 0 && !this.#invalid.has(file.path)) this.#reject(file, parsed.errors, false);
    return parsed;
  }

  /** The text of a file, and a problem where it cannot be read or is not UTF-8; null for the former. */
  #text(path: string, bytes?: Buffer): SourceFile | null {
    const result = this.tree.readText(path, bytes);
    if (result.kind === 'problem') {
      const file = new SourceFile(this.tree.display(path), '');
      this.#reject(file, [{ file, start: 0, end: 0, message: `the file ${result.message}` }], true);
      return null;
    }
    const { file, utf8 } = result;
    if (!utf8) {
      const at = Math.max(0, file.text.indexOf('\uFFFD'));
      this.#reject(file, [{ file, start: at, end: at + 1, message: 'the file is not valid UTF-8' }], true);
    }
    return file;
  }

  #reject(file: SourceFile, problems: readonly SyntaxProblem[], certain: boolean): void {
    // What is wrong with somebody else's module is not the user's to mend.
    if (file.published) return;
    this.#invalid.set(file.path, { file, problems, certain });
  }
}
