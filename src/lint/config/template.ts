import type { Survey } from './survey.ts';

/** Where the JSON Schema of configuration files is published. */
export const SCHEMA_URL = 'https://raw.githubusercontent.com/ecrlint/ecrlint/main/schema/ecrlint.schema.json';

/** How many examples of something are written down. */
const MOST = 12;

/**
 * A configuration to begin with. Sentences are comments with a space after their #; settings that are switched off have
 * none, so that taking the # away switches them on.
 */
export function configTemplate(survey: Survey): string {
  const sections = [
    `# yaml-language-server: $schema=${SCHEMA_URL}
# The configuration of ecrlint. https://github.com/ecrlint/ecrlint/blob/main/docs/configuration.md`,
    `# What to begin with: recommended, strict, security-hub (ECR.1 to ECR.5), none, or files such as ../base.yaml.
extends: recommended`,
    `# Severities and options of rules. "ecrlint rules" lists them, "ecrlint explain <rule>" tells all about one.
#rules:
#  immutable-tags: error
#  kms-encryption:
#    severity: { production: error, non-production: off, unknown: info }
#  required-tags:
#    keys: [Owner]${crossAccount(survey)}`,
    environments(survey),
    fix(survey),
    modules(survey),
    `# Folders and files that are not judged, as in a .gitignore.
#exclude:
#  - examples/`,
    `# Other severities for some paths; later ones count more.
#overrides:
#  - paths: [sandbox/]
#    rules:
#      immutable-tags: off`,
    `# Files and packages that bring rules of their own.
#plugins:
#  - ./rules/naming.mjs`,
    `# Whether comments of checkov, tfsec, trivy, tflint and KICS suppress findings: true, false, or a list of tools.
#foreignSuppressions: true`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function crossAccount({ accounts }: Survey): string {
  if (accounts.length === 0) return '';
  return `
#  cross-account-access:
#    # Accounts that policies here name; keep those that may pull.
#    trusted-accounts: ${flow(accounts)}`;
}

function environments({ environments: found, tags, words, tfvars }: Survey): string {
  const facts = [
    `# How to tell production from everything else. So far: production in ${listed(found.production)},`,
    `# something else in ${listed(found['non-production'])}, and not known in ${listed(found.unknown)}.`,
  ];
  const lines = ['#environments:'];
  if (tags.length > 0) lines.push('#  # Tags that hold words for environments here.', `#  tags: ${flow(tags)}`);
  else lines.push('#  tags: [Lifecycle]');
  if (words.length > 0) {
    lines.push('#  # Values that say nothing so far: sort them.');
    lines.push('#  words:', `#    production: ${flow(words)}`, '#    non-production: []');
  } else lines.push('#  words:', '#    production: [live]', '#    ignore: [demo]');
  lines.push(
    '#  paths:',
    `#    production: ${flow(found.unknown.length === 0 ? ['live/'] : found.unknown.map(folder))}`,
  );
  if (tfvars.length > 0) {
    lines.push('#  # Files of variables whose names say nothing so far.');
    lines.push('#  tfvars:', `#    production: ${flow(tfvars)}`);
  }
  return [...facts, ...lines].join('\n');
}

function fix({ organizations, accounts }: Survey): string {
  const organization = organizations[0] ?? 'o-a1b2c3d4e5';
  const trusted =
    organizations.length === 0 && accounts.length > 0
      ? `#  trusted-accounts: ${flow(accounts)}`
      : `#  trusted-organization: ${organization}`;
  return `# What fixes write.
#fix:
#  untagged-days: 30
#  kms-key: aws_kms_key.ecr.arn
${trusted}`;
}

function modules({ sources }: Survey): string {
  const [source = 'acme/ecr/aws', ...others] = sources;
  const more = others.length === 0 ? '' : `\n# Likewise: ${others.slice(0, MOST).map(plain).join(', ')}.`;
  const called = sources.length === 0 ? '' : ' This one is called here.';
  return `# What the inputs of modules mean that make repositories and that ecrlint does not know.${called}${more}
#modules:
#  - source: ${quoted(source)}
#    inputs:
#      name: name
#      mutability: { input: image_tag_mutability, default: MUTABLE }`;
}

function folder(path: string): string {
  return path === '.' ? '/*' : `/${path}/`;
}

function listed(paths: readonly string[]): string {
  if (paths.length === 0) return 'none';
  const shown = paths
    .slice(0, 3)
    .map((path) => (path === '.' ? 'this folder' : plain(path)))
    .join(', ');
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}

/** A list on one line, all in quotes where one needs them. */
function flow(texts: readonly string[]): string {
  return `[${texts.slice(0, MOST).map(quoted).join(', ')}]`;
}

/** A plain word as it is, else in quotes: JSON strings are YAML. */
function quoted(text: string): string {
  return /^[a-z][\w./-]*$/i.test(text) && !/^(?:true|false|null|yes|no|on|off|~)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** A text that can stand in a comment. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
