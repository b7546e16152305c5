import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { withFolder } from '../../support/folder.ts';

const require = createRequire(import.meta.url);
/** The validator of the standard's own authors, for this system; it comes with the schema. */
const MULTITOOL = dirname(
  createRequire(require.resolve('@microsoft/sarif-multitool/package.json')).resolve(
    `@microsoft/sarif-multitool-${process.platform}/package.json`,
  ),
);
const VALIDATOR = join(MULTITOOL, process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool');
// Its package does so in a script, which not every installation runs.
chmodSync(VALIDATOR, 0o755);

/** No rule asks the network. */
const OFFLINE = JSON.stringify({ 'SARIF2006.UrisShouldBeReachable.Options': { RuleEnabled: 'Disabled' } });

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(MULTITOOL, 'sarif-2.1.0.json'), 'utf8')));

/** What the schema of SARIF 2.1.0 has against a log; empty when it is valid. */
export function schemaErrors(log: unknown): readonly string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/**
 * The errors and warnings of `sarif-multitool validate`, GitHub's rules among them, as `level rule: message`. Its notes
 * are about taste.
 */
export function multitoolProblems(log: Log): Promise<readonly string[]> {
  return withFolder({ 'report.sarif': JSON.stringify(log), 'rules.json': OFFLINE }, (folder) => {
    const output = join(folder, 'validation.sarif');
    const files = [join(folder, 'report.sarif'), '--config', join(folder, 'rules.json'), '--output', output];
    const args = ['validate', ...files, '--rule-kind', 'Sarif;Gh', '--quiet'];
    const { error, stdout, stderr } = spawnSync(VALIDATOR, args, {
      encoding: 'utf8',
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
    });
    if (error !== undefined) throw error;
    const validation: Log = JSON.parse(readOr(output, `${stdout}${stderr}`));
    const [run] = validation.runs;
    if (run?.invocations?.[0]?.executionSuccessful !== true)
      throw new Error(`The validator failed: ${stdout}${stderr}`);
    return (run.results ?? [])
      .filter(({ level = 'warning' }) => level === 'error' || level === 'warning')
      .map(({ level = 'warning', ruleId = '', message }) => `${level} ${ruleId}: ${message.text ?? message.id}`);
  });
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`The validator wrote nothing: ${otherwise}`);
  }
}
