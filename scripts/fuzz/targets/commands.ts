import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolder } from '../../../test/support/folder.ts';
import { runCli } from '../../run-cli.ts';
import { CONFIGURATIONS, NATIVE_TEXTS } from '../bases.ts';
import { mutate } from '../mutate.ts';
import { changeDocuments } from '../mutate-documents.ts';
import type { Random } from '../random.ts';
import { expectThat, type Input, type Target } from '../target.ts';
import { expectReport, textsOf } from './check.ts';

/** A configuration in which everything that can be said is said. */
const CONFIG = `extends: [strict]
rules:
  immutable-tags: error
  scan-on-push: { severity: { production: error, unknown: warning, non-production: "off" }, suppressible: false }
  required-tags: { severity: warning, keys: [Team, CostCenter] }
  cross-account-access:
    severity: warning
    trusted-accounts: ["111122223333"]
environments:
  tags: [Lifecycle]
  variables: [landscape]
  flags: [is-live]
  words: { production: [live], non-production: [lab], ignore: [test] }
  paths: { production: ["accounts/live/**"], non-production: ["*/lab"] }
  tfvars: { production: ["*.live.tfvars"] }
  names: { production: ["core-*"] }
fix:
  kms-key: aws_kms_key.ecr.arn
  untagged-days: 14
  trusted-organization: o-a1b2c3d4e5
modules:
  - source: example.com/platform/ecr/aws
    versions: "< 2.0"
    inputs: { name: repo, mutability: { input: tag_mutability, default: MUTABLE } }
exclude: ["sandbox/**", "**/*.generated.tf"]
overrides:
  - { paths: ["legacy/**"], rules: { immutable-tags: warning, no-force-delete: "off" } }
foreignSuppressions: [checkov, tfsec]
`;

const BASELINE = `version: 1
findings:
  - { rule: immutable-tags, root: ., resource: aws_ecr_repository.app, count: 1 }
  - { rule: syntax, file: main.tf, count: 2 }
`;

const COMMENTS = [
  '# ecrlint-ignore: immutable-tags -- legacy',
  '# ecrlint-ignore: immutable-tags, scan-on-push until=2099-12-31 -- soon',
  '// ecrlint-ignore: nothing -- x',
  '/* ecrlint-ignore: lifecycle-policy */',
  '# ecrlint-ignore-file: kms-encryption -- not ours',
  '#checkov:skip=CKV_AWS_51:reason #tfsec:ignore:aws-ecr-repository-customer-key:exp:2026-01-01',
  '#trivy:ignore:AVD-AWS-0031 trivy:ignore:aws-ecr-enable-image-scans',
  '# kics-scan ignore-block',
];

/** Damaged settings, comments that suppress and baselines through the whole command: it answers, or says what is wrong. */
export const commands: Target = {
  name: 'commands',
  what: 'settings, comments and baselines to the command line',
  weight: 5,
  make: (random) => ({
    ...withComments(random.pick(CONFIGURATIONS), random),
    '.ecrlint.yaml': damage(CONFIG, random),
    'baseline.yaml': damage(BASELINE, random),
  }),
  check: (files) =>
    withFolder(files, async (folder) => {
      for (const more of [REPORTS, ['--no-config', '--baseline', 'baseline.yaml'], ['--no-config', '--diff']]) {
        const { exitCode, stdout, stderr } = await runCli(['check', '.', '--format', 'json', ...more], folder);
        expectThat(!stderr.includes('This is a mistake in ecrlint'), stderr);
        const isValid = more === REPORTS && files['.ecrlint.yaml'] === CONFIG;
        expectThat(exitCode !== 2 || !isValid, `a valid configuration is refused: ${stderr}`);
        if (exitCode === 2) expectThat(stdout === '' && stderr !== '', `exit code 2 with a report: ${stdout}`);
        else if (!more.includes('--diff')) expectReport('json', stdout, textsOf(files));
        if (more !== REPORTS || exitCode === 2) continue;
        for (const name of WRITTEN) expectReport(name, readFileSync(join(folder, name), 'utf8'), textsOf(files));
      }
    }),
};

/** Formats of which a report is written to a file of their name. */
const WRITTEN = ['sarif', 'gitlab', 'junit'] as const;
const REPORTS = WRITTEN.flatMap((name) => ['--format', `${name}=${name}`]);

/** Half of the time a file with a mistake or two, else one that is read as a whole and says something else. */
function damage(text: string, random: Random): string {
  if (random.oneIn(4)) return text;
  return random.oneIn(2) ? mutate(text, NATIVE_TEXTS, random) : changeDocuments(text, random);
}

function withComments(files: Input, random: Random): Input {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const lines = text.split('\n');
      for (let left = random.below(4); left > 0; left--) {
        const at = random.below(lines.length);
        const comment = random.pick(COMMENTS);
        if (random.oneIn(2)) lines.splice(at, 0, comment);
        else lines[at] = `${lines[at]} ${comment}`;
      }
      const commented = lines.join('\n');
      return [name, random.oneIn(3) ? mutate(commented, COMMENTS, random) : commented];
    }),
  );
}
