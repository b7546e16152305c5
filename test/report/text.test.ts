import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { PLAIN } from '../../src/report/style.ts';
import { text } from '../../src/report/text.ts';
import { at, finding, SOMEWHERE } from '../lint/build.ts';
import { MAIN, report, result, VARIABLES } from './build.ts';

const DEFAULT = at(VARIABLES, '"MUTABLE"');
const ARGUMENT = at(MAIN, 'image_tag_mutability = var.mutability');

const TRACED: Finding = finding({
  message: 'Tags of "api" can be overwritten.\nAn image that runs can change.',
  resource: 'aws_ecr_repository.api',
  environment: {
    kind: 'production',
    because: 'tag Environment = "production"',
    place: at(MAIN, '"production"'),
  },
  place: DEFAULT,
  trace: [
    {
      kind: 'definition',
      message: 'var.mutability defaults to "MUTABLE"',
      place: at(VARIABLES, 'default = "MUTABLE"'),
    },
    { kind: 'other', message: 'also image_tag_mutability of aws_ecr_repository.web', place: ARGUMENT },
    {
      kind: 'other',
      message: 'also image_tag_mutability of aws_ecr_repository.far',
      place: at(VARIABLES, 'variable'),
    },
    { kind: 'other', message: 'and 2 more', place: null },
    { kind: 'use', message: 'image_tag_mutability of aws_ecr_repository.api', place: ARGUMENT },
  ],
});

const DIRECT: Finding = finding({
  severity: 'warning',
  message: 'Images are not scanned.',
  rule: 'scan-on-push',
  resource: 'aws_ecr_repository.api',
  environment: SOMEWHERE,
  place: at(MAIN, 'resource "aws_ecr_repository" "api"'),
});

const INFO: Finding = finding({ severity: 'info', message: 'Not encrypted with a key of yours.', place: ARGUMENT });

const OPEN = {
  rule: 'kms-encryption',
  resource: 'aws_ecr_repository.api',
  place: ARGUMENT,
  reason: 'var.kms_key_arn has no value',
};

const TRACED_TEXT = `infra/variables.tf:3:13 error immutable-tags
Tags of "api" can be overwritten. An image that runs can change.

  2 |   type    = string
  3 |   default = "MUTABLE"
    |             ^^^^^^^^^
  4 | }

  resource     aws_ecr_repository.api
  environment  production: tag Environment = "production" (infra/main.tf:4)
  trace        var.mutability defaults to "MUTABLE" (infra/variables.tf:3)
               image_tag_mutability of aws_ecr_repository.api (infra/main.tf:3)
               also image_tag_mutability of aws_ecr_repository.web
               also image_tag_mutability of aws_ecr_repository.far (infra/variables.tf:1)
               and 2 more
  help         Set \`image_tag_mutability\` to \`IMMUTABLE\`, e.g. in the module.
  docs         https://github.com/ecrlint/ecrlint/blob/main/docs/rules/immutable-tags.md
`;

describe('the text report', () => {
  it('shows the code, the evidence, the help, and one summary line', () => {
    expect(text(report(result([TRACED])), PLAIN)).toBe(`${TRACED_TEXT}
1 error in 1 repository (2 files, 1 module).
`);
  });

  it('separates findings and leaves out notes it has nothing for', () => {
    expect(text(report(result([TRACED, DIRECT])), PLAIN)).toBe(`${TRACED_TEXT}
infra/main.tf:1:1 warning scan-on-push
Images are not scanned.

  1 | resource "aws_ecr_repository" "api" {
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  2 |   name                 = "api"

  resource     aws_ecr_repository.api

1 error, 1 warning in 1 repository (2 files, 1 module).
`);
  });

  it('is one line when nothing is wrong', () => {
    expect(text(report(result([])), PLAIN)).toBe('No findings in 1 repository (2 files, 1 module).\n');
  });

  it('describes no more findings than people read, and counts the rest', () => {
    const many = Array.from({ length: 2003 }, (_, index) => finding({ message: `Number ${index}.` }));
    const lines = text(report(result(many)), PLAIN).split('\n');
    expect(lines).toContain('Number 1999.');
    expect(lines).not.toContain('Number 2000.');
    expect(lines).toContain('3 more findings, see --format json or compact.');
    expect(lines.at(-2)).toMatch(/^2003 errors in 1 repository/);
  });

  it('hides what is below the level, and says so', () => {
    expect(text(report(result([INFO, INFO])), PLAIN)).toBe(
      'No findings in 1 repository (2 files, 1 module); hidden by --level: 2 infos.\n',
    );
    expect(text(report(result([INFO]), { level: 'info' }), PLAIN)).toMatch(
      /^infra\/main\.tf:3:3 info immutable-tags\n/,
    );
    expect(text(report(result([DIRECT]), { level: 'error' }), PLAIN)).toContain('hidden by --level: 1 warning.');
  });

  it('lists what is unresolved', () => {
    expect(text(report(result([], [OPEN])), PLAIN)).toBe(`Not judged, because a value is not known:
  infra/main.tf:3:3 kms-encryption: aws_ecr_repository.api: var.kms_key_arn has no value

No findings in 1 repository (2 files, 1 module); 1 unresolved.
`);
  });

  it('lists ten unresolved questions and counts the others', () => {
    const lines = text(report(result([], Array(12).fill({ ...OPEN, place: null, resource: null }))), PLAIN).split('\n');
    expect(lines[10]).toBe('  kms-encryption: var.kms_key_arn has no value');
    expect(lines[11]).toBe('  2 more, see --format json');
  });

  it('says nothing besides the findings when it is to be quiet', () => {
    expect(text(report(result([TRACED], [OPEN]), { quiet: true }), PLAIN)).toBe(TRACED_TEXT);
    expect(text(report(result([], [OPEN]), { quiet: true }), PLAIN)).toBe('');
  });

  it('does not repeat a trace that ends on the line it starts on', () => {
    const use = { kind: 'use', message: 'image_tag_mutability of aws_ecr_repository.api', place: ARGUMENT } as const;
    expect(text(report(result([finding({ place: ARGUMENT, trace: [use] })])), PLAIN)).not.toContain('trace');
    expect(text(report(result([finding({ place: DEFAULT, trace: [use] })])), PLAIN)).toContain('  trace  ');
  });

  it('names the root module of an address that needs it', () => {
    const named = (resource: string, root: string) =>
      / {2}resource +(.*)/.exec(text(report(result([finding({ place: ARGUMENT, resource, root })])), PLAIN))?.[1];
    expect(named('module.a.aws_ecr_repository.x', 'live/eu')).toBe('module.a.aws_ecr_repository.x in live/eu');
    expect(named('module.a.aws_ecr_repository.x', '.')).toBe('module.a.aws_ecr_repository.x');
    expect(named('aws_ecr_repository.x', 'live/eu')).toBe('aws_ecr_repository.x');
  });

  it('is short about what has nothing to note', () => {
    const syntax = finding({
      rule: 'syntax',
      message: 'Not valid.',
      resource: null,
      environment: null,
      place: DEFAULT,
    });
    expect(text(report(result([syntax]), { quiet: true }), PLAIN)).toBe(`infra/variables.tf:3:13 error syntax
Not valid.

  2 |   type    = string
  3 |   default = "MUTABLE"
    |             ^^^^^^^^^
  4 | }
`);
  });

  it('quotes no sensitive value', () => {
    expect(text(report(result([{ ...TRACED, trace: [], sensitive: true }])), PLAIN)).not.toContain('"MUTABLE"');
  });

  it('shows the resource first where there is no place', () => {
    const [first] = text(report(result([finding()])), PLAIN).split('\n');
    expect(first).toBe('aws_ecr_repository.this error immutable-tags');
  });

  it('lets no text from a file reach the terminal as it is', () => {
    const evil = finding({
      message: 'a\u001b[2Jb',
      resource: 'aws_ecr_repository.this["\u001b]0;x\u0007"]',
      environment: { kind: 'production', because: 'tag \u202e', place: null },
      place: ARGUMENT,
      trace: [{ kind: 'use', message: '\u009b', place: null }],
    });
    const written = text(report(result([evil], [{ ...OPEN, reason: '\u001b' }])), PLAIN);
    expect(written).not.toMatch(/[^\n\P{C}]/u);
  });

  it('colours by severity', () => {
    const coloured = text(report(result([TRACED, DIRECT])), new Chalk({ level: 1 }));
    expect(coloured).toContain('\u001b[31merror\u001b[39m');
    expect(coloured).toContain('\u001b[31m^^^^^^^^^\u001b[39m');
    expect(coloured).toContain('\u001b[33m1 warning\u001b[39m');
  });
});
