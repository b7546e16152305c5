import type { ActionInputs, Environment } from './inputs.ts';

/** Files that the action reads itself. */
export interface OwnFiles {
  readonly json: string;
  readonly annotations: string;
}

/** The command line that does what the inputs ask for. No shell reads it. */
export function argumentsFor(inputs: ActionInputs, own: OwnFiles, environment: Environment): readonly string[] {
  const { config, sarifFile, failOn, level, formats, varFiles, annotations, plugins, paths } = inputs;
  const toLog = formats.some((format) => !format.includes('='));
  return [
    'check',
    ...(toLog ? [] : ['--format', 'text']),
    ...formats.flatMap((format) => ['--format', format]),
    ...['--format', `json=${own.json}`],
    ...(annotations ? ['--format', `github=${own.annotations}`] : []),
    // GitHub shows suppressed results as open alerts.
    ...(sarifFile === '' ? [] : ['--format', `sarif=${sarifFile}`, '--hide-suppressed']),
    ...valued('--config', config),
    ...valued('--fail-on', failOn),
    ...valued('--level', level),
    ...valued('--environment', inputs.environment),
    ...valued('--shard', inputs.shard),
    ...varFiles.flatMap((file) => ['--var-file', file]),
    ...fixFlags(inputs),
    ...changedFlags(inputs, environment),
    ...(plugins ? [] : ['--no-plugins']),
    '--color',
    '--',
    ...(paths.length === 0 ? ['.'] : paths),
  ];
}

function valued(option: string, value: string): string[] {
  return value === '' ? [] : [option, value];
}

function fixFlags({ fix }: ActionInputs): string[] {
  switch (fix) {
    case 'false':
      return [];
    case 'true':
      return ['--fix'];
    case 'unsafe':
      return ['--fix', '--unsafe-fixes'];
  }
}

/** A pull request is compared with the branch it is for; whatever else runs workflows has nothing to compare with. */
function changedFlags({ changedOnly }: ActionInputs, { GITHUB_BASE_REF: base = '' }: Environment): string[] {
  return changedOnly && base !== '' ? ['--changed', '--since', `origin/${base}`] : [];
}
