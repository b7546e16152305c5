import { parseFile } from '../../hcl/parse-file.ts';
import { SourceFile } from '../../hcl/source.ts';
import type { Body } from '../../hcl/syntax.ts';
import { type Declaration, findExpression, joinFiles, type ModuleConfig } from '../../terraform/module-config.ts';
import { type ModuleSource, parseModuleSource, sourceKey } from '../../terraform/module-source.ts';
import {
  type DefaultChange,
  type FoundModule,
  type ModuleCatalog,
  type ModuleReference,
  type PublishedModule,
  type ReleaseDrift,
  takesValue,
} from '../../terraform/published.ts';
import type { Reason } from '../../terraform/value.ts';
import {
  FIRST_VERSION,
  intersection,
  isEmpty,
  onlyVersion,
  parseConstraint,
  parseVersion,
  releasesOfTag,
  type Version,
  type VersionRange,
} from '../../terraform/version-constraint.ts';
import type { ModuleAdapter, ReleaseLine } from './adapter.ts';

/**
 * Finds adapters by the source that a call names; earlier ones win.
 *
 * @param helpers modules that alone do not make a configuration matter
 */
export function moduleCatalog(
  adapters: readonly ModuleAdapter[],
  helpers: readonly ModuleAdapter[] = [],
): ModuleCatalog {
  // Made for the first call of a module that is not at hand, which most runs do not see.
  let index: AdapterIndex | null = null;
  const find = (reference: ModuleReference) => {
    index ??= new AdapterIndex([...adapters, ...helpers]);
    return index.find(reference);
  };
  return {
    markers: markersOf(adapters),

    describe(reference, installed): PublishedModule | null {
      const found = find(reference);
      if (found === null) return null;
      const { adapter, asked } = found;
      const exact = installed === null ? null : parseVersion(installed);
      const chosen = choose(adapter, exact === null ? asked.range : onlyVersion(exact), reference);
      return 'message' in chosen ? null : describe(adapter, chosen, asked);
    },

    standIn(reference): FoundModule | Reason | null {
      const found = find(reference);
      if (found === null) return null;
      const { adapter, asked } = found;
      const chosen = choose(adapter, asked.range, reference);
      if ('message' in chosen) return chosen;
      const isKnown = takesAll(adapter, chosen.line, reference);
      const config = isKnown ? configOf(adapter, chosen) : withoutDefaults(configOf(adapter, chosen), chosen.line);
      return { module: describe(adapter, chosen, asked), config };
    },
  };
}

/** Arguments of a call that are none of its module's. */
const META_ARGUMENTS = ['source', 'version', 'count', 'for_each', 'providers', 'depends_on'];

/** Whether a release has all inputs that a call sets; if not, the call is one of a release that is not known. */
function takesAll(adapter: ModuleAdapter, line: ReleaseLine, { arguments: given }: ModuleReference): boolean {
  if (adapter.openInputs === true) return true;
  const { variables } = configOf(adapter, { line, certain: true });
  return given.every((name) => variables.has(name) || META_ARGUMENTS.includes(name) || adapter.others.includes(name));
}

class AdapterIndex {
  readonly #byKey = new Map<string, ModuleAdapter>();
  /** By the end of a path. */
  readonly #byPath: { readonly path: string; readonly adapter: ModuleAdapter }[] = [];

  constructor(adapters: readonly ModuleAdapter[]) {
    for (const adapter of adapters) {
      for (const source of adapter.sources.map(parseModuleSource)) {
        if (source.kind === 'local') this.#byPath.push({ path: plainPath(source.path), adapter });
        else if (!this.#byKey.has(sourceKey(source))) this.#byKey.set(sourceKey(source), adapter);
      }
    }
  }

  find({ source: text, version }: ModuleReference): { adapter: ModuleAdapter; asked: AskedReleases } | null {
    const source = parseModuleSource(text);
    const adapter = this.#bySource(source);
    return adapter === null ? null : { adapter, asked: releasesAskedFor(source, version) };
  }

  #bySource(source: ModuleSource): ModuleAdapter | null {
    const known = this.#byKey.get(sourceKey(source));
    if (known !== undefined) return known;
    const path = source.kind === 'local' ? plainPath(source.path) : source.kind === 'git' ? source.submodule : '';
    return this.#byPath.find((one) => `/${path}`.endsWith(`/${one.path}`))?.adapter ?? null;
  }
}

/** Without the dots and slashes around it. */
function plainPath(path: string): string {
  return path.replace(/^(?:\.{0,2}\/)+|\/+$/g, '');
}

/**
 * Texts of which one stands in every file that names a source, whatever its spelling. Every file is searched for all of
 * them, so they are few: without namespaces, and without those that hold another.
 */
function markersOf(adapters: readonly ModuleAdapter[]): readonly string[] {
  const sources = adapters.flatMap((adapter) => adapter.sources.map(parseModuleSource));
  const whole = new Set(sources.flatMap((source) => (submoduleOf(source) === '' ? [addressOf(source)] : [])));
  const markers = new Set(
    sources.map((source) => {
      const [address, submodule] = [addressOf(source), submoduleOf(source)];
      if (submodule !== '' && !whole.has(address)) return `//${submodule}`;
      return source.kind === 'local' ? address : address.slice(address.indexOf('/') + 1);
    }),
  );
  return [...markers].filter((marker) => ![...markers].some((other) => other !== marker && marker.includes(other)));
}

/** A source without its host, submodule and ending. */
function addressOf(source: ModuleSource): string {
  switch (source.kind) {
    case 'local':
      return plainPath(source.path);
    case 'registry':
      return [source.namespace, source.name, source.provider].join('/');
    case 'git':
      return source.repository;
    case 'other':
      return source.text;
  }
}

function submoduleOf(source: ModuleSource): string {
  return source.kind === 'registry' || source.kind === 'git' ? source.submodule : '';
}

/** The releases that a call may get. */
interface AskedReleases {
  /** Null where the call names something that says nothing of the release, such as a commit. */
  readonly range: VersionRange | null;
  /** Set when the call gets whatever is the newest: how it says so. */
  readonly open: Pick<ReleaseDrift, 'how' | 'argument'> | null;
}

const ANY_RELEASE: VersionRange = { from: FIRST_VERSION, before: null };

/** Branches that hold what is released next. */
const MAIN_BRANCHES = new Set(['main', 'master', 'HEAD']);

function releasesAskedFor(source: ModuleSource, constraint: string | null): AskedReleases {
  switch (source.kind) {
    case 'registry': {
      const text = constraint ?? source.version;
      if (text === null) return { range: ANY_RELEASE, open: { how: 'without a version', argument: null } };
      const range = parseConstraint(text);
      const isOpen = range !== null && range.before === null;
      return { range, open: isOpen ? { how: `with a version that has no upper bound`, argument: 'version' } : null };
    }
    case 'git': {
      const { ref } = source;
      if (ref === null) return { range: ANY_RELEASE, open: { how: 'without a ref', argument: 'source' } };
      if (MAIN_BRANCHES.has(ref))
        return { range: ANY_RELEASE, open: { how: `from its branch ${ref}`, argument: 'source' } };
      return { range: releasesOfTag(ref), open: null };
    }
    default:
      return { range: ANY_RELEASE, open: null };
  }
}

/** A line of releases, or all of them where it cannot be told which it is. */
interface Choice {
  readonly line: ReleaseLine;
  readonly certain: boolean;
}

/**
 * Terraform takes the newest release that a constraint allows. One that the call does not fit, because it lacks an
 * input or gives an unknown one, is newer or older than the one meant.
 */
function choose(adapter: ModuleAdapter, range: VersionRange | null, reference: ModuleReference): Choice | Reason {
  const newest = adapter.lines.at(-1);
  if (newest === undefined) return unsupported(`nothing is known of ${adapter.name}`);
  if (range === null) return { line: newest, certain: adapter.lines.length === 1 };
  const limit = adapter.before === null ? null : versionOf(adapter.before);
  const allowed = adapter.lines.filter((line, i) => {
    const next = adapter.lines[i + 1]?.from;
    const covered = { from: versionOf(line.from), before: next === undefined ? limit : versionOf(next) };
    return !isEmpty(intersection(range, covered));
  });
  const line = allowed.findLast((one) => takesAll(adapter, one, reference) && hasAll(adapter, one, reference));
  const chosen = line ?? allowed.at(-1);
  if (chosen !== undefined) return { line: chosen, certain: true };
  return unsupported(`it is called with a version of ${adapter.name} that is not known here`);
}

/** Whether a call gives all inputs that a release requires. */
function hasAll(adapter: ModuleAdapter, line: ReleaseLine, { arguments: given }: ModuleReference): boolean {
  return [...defaultsOf(adapter, line)].every(([name, value]) => value !== null || given.includes(name));
}

function unsupported(message: string): Reason {
  return { kind: 'unsupported', message, place: null };
}

function versionOf(text: string): Version {
  return parseVersion(text) ?? FIRST_VERSION;
}

function describe(adapter: ModuleAdapter, { line, certain }: Choice, { range, open }: AskedReleases): PublishedModule {
  const changes = open === null ? [] : changesSince(adapter, range?.from ?? FIRST_VERSION);
  return {
    name: adapter.name,
    labelFor: (name) => (certain ? labelFor(adapter, line, name) : adapter.name),
    inputs: line.inputs,
    lacks: inputsToCome(adapter, range),
    drift: open === null || changes.length === 0 ? null : { ...open, changes },
  };
}

/** The inputs that all the releases asked for came before. */
function inputsToCome({ since = {} }: ModuleAdapter, range: VersionRange | null): ReadonlySet<string> {
  const later = Object.entries(since).filter(
    ([, first]) => range !== null && isEmpty(intersection(range, { from: versionOf(first), before: null })),
  );
  return new Set(later.map(([name]) => name));
}

/** The name with the releases around a line that have the same default for an input. */
function labelFor(adapter: ModuleAdapter, line: ReleaseLine, input: string): string {
  const around = defaultsByRelease(adapter, input).find(({ lines }) => lines.includes(line));
  return around === undefined || around.releases === null ? adapter.name : `${adapter.name} ${around.releases}`;
}

/** A default with the releases that have it. */
export interface ReleasedDefault {
  /** As a version constraint; null for all. */
  readonly releases: string | null;
  /** In HCL; null for an input that is required, undefined where there is none of that name. */
  readonly value: string | null | undefined;
  readonly lines: readonly ReleaseLine[];
}

/** The defaults of an input, the oldest releases first. */
export function defaultsByRelease(adapter: ModuleAdapter, input: string): readonly ReleasedDefault[] {
  const groups: { value: string | null | undefined; lines: ReleaseLine[] }[] = [];
  for (const line of adapter.lines) {
    const value = defaultsOf(adapter, line).get(input);
    const last = groups.at(-1);
    if (last !== undefined && last.value === value) last.lines.push(line);
    else groups.push({ value, lines: [line] });
  }
  return groups.map(({ value, lines }, i) => {
    const [from, before] = [i > 0 ? lines[0]?.from : undefined, groups[i + 1]?.lines[0]?.from];
    const bounds = [from === undefined ? [] : `>= ${from}`, before === undefined ? [] : `< ${before}`].flat();
    return { value, lines, releases: bounds.length === 0 ? null : bounds.join(', ') };
  });
}

/** What reaches an argument and has another default in later releases than in the first ones allowed. */
function changesSince(adapter: ModuleAdapter, from: Version): readonly DefaultChange[] {
  return adapter.lines.flatMap((line, i) => {
    const earlier = adapter.lines[i - 1];
    if (earlier === undefined || isEmpty({ from, before: versionOf(line.from) })) return [];
    const [before, after] = [defaultsOf(adapter, earlier), defaultsOf(adapter, line)];
    const direct = line.inputs.filter(takesValue).map(({ name }) => name);
    return [...new Set(direct)].flatMap((name): DefaultChange[] => {
      const [old, now] = [before.get(name) ?? null, after.get(name) ?? null];
      return old === null || now === null || old === now
        ? []
        : [{ input: name, release: line.from, from: old, to: now }];
    });
  });
}

/** The defaults of a line's inputs as they are written; null for what is required. */
function defaultsOf(adapter: ModuleAdapter, line: ReleaseLine): ReadonlyMap<string, string | null> {
  const { variables } = configOf(adapter, { line, certain: true });
  const defaults = new Map<string, string | null>();
  for (const [name, { layers }] of variables) {
    const value = findExpression(layers, 'default');
    defaults.set(name, value === null ? null : value.file.text.slice(value.start, value.end));
  }
  return defaults;
}

const configs = new WeakMap<ReleaseLine, ModuleConfig>();

/** The module to evaluate; where the release is not certain, without the defaults that depend on it. */
function configOf(adapter: ModuleAdapter, { line, certain }: Choice): ModuleConfig {
  let config = configs.get(line);
  if (config === undefined) {
    config = { ...joinFiles(adapter.name, [parseFile(new SourceFile(adapter.name, line.text, true))]), partial: true };
    configs.set(line, config);
  }
  if (certain) return config;
  const all = adapter.lines.map((one) => defaultsOf(adapter, one));
  return withoutDefault(config, (name) => new Set(all.map((defaults) => defaults.get(name))).size > 1);
}

/** Without the defaults of what reaches an argument: a release that is not known may have others. */
function withoutDefaults(config: ModuleConfig, { inputs }: ReleaseLine): ModuleConfig {
  const names = new Set(inputs.filter(takesValue).map(({ name }) => name));
  return withoutDefault(config, (name) => names.has(name));
}

function withoutDefault(config: ModuleConfig, isMeant: (name: string) => boolean): ModuleConfig {
  const variables = new Map<string, Declaration>();
  for (const [name, declaration] of config.variables) {
    const layers = isMeant(name) ? declaration.layers.map(bodyWithoutDefault) : declaration.layers;
    variables.set(name, { ...declaration, layers });
  }
  return { ...config, variables };
}

function bodyWithoutDefault(body: Body): Body {
  return { ...body, attributes: body.attributes.filter(({ name }) => name !== 'default') };
}
