/**
 * Where a `module` block says its module comes from.
 * https://developer.hashicorp.com/terraform/language/modules/configuration#module-sources
 */
export type ModuleSource =
  | { readonly kind: 'local'; readonly path: string }
  | RegistrySource
  | GitSource
  /** An archive, a bucket, another kind of repository, or something that is no source at all. */
  | { readonly kind: 'other'; readonly text: string };

export interface RegistrySource {
  readonly kind: 'registry';
  readonly namespace: string;
  readonly name: string;
  readonly provider: string;
  /** The folder behind `//`; empty without. */
  readonly submodule: string;
  /** Only Terragrunt's `tfr://` has the version in the source itself. */
  readonly version: string | null;
}

export interface GitSource {
  readonly kind: 'git';
  /** The repository's path on its host, such as `acme/terraform-aws-ecr`, without `.git`. */
  readonly repository: string;
  /** The folder behind `//`; empty without. */
  readonly submodule: string;
  /** The branch, tag or commit; null for the repository's default branch. */
  readonly ref: string | null;
}

/** True for a path that Terraform takes as one on disk. */
export function isLocalSource(text: string): boolean {
  return /^\.\.?(?:\/|$)/.test(text);
}

/** Reads a source in any of its spellings. */
export function parseModuleSource(text: string): ModuleSource {
  if (isLocalSource(text)) return { kind: 'local', path: text };
  const forced = /^([a-z0-9]+)::(.*)$/s.exec(text);
  if (forced !== null) return forced[1] === 'git' ? (gitSource(forced[2] ?? '') ?? other(text)) : other(text);
  if (text.startsWith('tfr://')) return terragruntSource(text) ?? other(text);
  if (/^[\w.-]+@[\w.-]+:/.test(text) || /^(?:ssh|git):\/\//.test(text)) return gitSource(text) ?? other(text);
  // Hosts that Terraform knows to serve Git, also over plain HTTPS when the path says so.
  if (/^(?:github|bitbucket|gitlab)\.(?:com|org)\//.test(text)) return gitSource(`https://${text}`) ?? other(text);
  if (/^https?:\/\//.test(text))
    return /\.git(?:\/\/|\?|$)/.test(text) ? (gitSource(text) ?? other(text)) : other(text);
  return registrySource(text, null) ?? other(text);
}

function other(text: string): ModuleSource {
  return { kind: 'other', text };
}

/** `[host/]namespace/name/provider[//folder]` */
function registrySource(text: string, version: string | null): RegistrySource | null {
  const { address, submodule } = splitSubmodule(text);
  const parts = address.split('/');
  if (parts.length === 4 && /[.:]/.test(parts[0] ?? '')) parts.shift();
  const [namespace = '', name = '', provider = ''] = parts;
  if (parts.length !== 3 || !parts.every((part) => /^[0-9A-Za-z](?:[\w-]*[0-9A-Za-z])?$/.test(part))) return null;
  return { kind: 'registry', namespace, name, provider, submodule, version };
}

/** `tfr://[host]/namespace/name/provider[//folder]?version=1.2.3` */
function terragruntSource(text: string): RegistrySource | null {
  const [address = '', query = ''] = text.slice('tfr://'.length).split('?', 2);
  const version = new URLSearchParams(query).get('version');
  return registrySource(address.replace(/^[^/]*\//, ''), version);
}

/** `https://host/owner/name.git//folder?ref=tag`, likewise with `ssh://`, or `git@host:owner/name.git`. */
function gitSource(text: string): GitSource | null {
  const [location = '', query = ''] = text.split('?', 2);
  const path =
    /^\w+:\/\/(?:[^/@]*@)?[^/]+\/(.+)$/.exec(location)?.[1] ?? /^(?:[\w.-]+@)?[\w.-]+:(.+)$/.exec(location)?.[1];
  if (path === undefined) return /^[\w.-]+\.\w+\/.+\/.+/.test(location) ? gitSource(`https://${text}`) : null;
  const { address, submodule } = splitSubmodule(path);
  // On GitHub and its like, what comes after owner and name is a folder, too.
  const repository = address.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  return { kind: 'git', repository, submodule, ref: new URLSearchParams(query).get('ref') };
}

function splitSubmodule(text: string): { readonly address: string; readonly submodule: string } {
  const at = text.indexOf('//');
  if (at === -1) return { address: text, submodule: '' };
  return { address: text.slice(0, at), submodule: text.slice(at + 2).replace(/^\/+|\/+$/g, '') };
}

/** Equal for two sources of one module, whatever their spelling and release. Hosts do not count: they have mirrors. */
export function sourceKey(source: ModuleSource): string {
  switch (source.kind) {
    case 'local':
      return `local ${source.path}`;
    case 'registry':
      return `registry ${[source.namespace, source.name, source.provider].join('/').toLowerCase()}//${source.submodule}`;
    case 'git':
      return `git ${source.repository.toLowerCase()}//${source.submodule}`;
    case 'other':
      return `other ${source.text}`;
  }
}
