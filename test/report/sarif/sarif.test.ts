import type { Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../../src/hcl/source.ts';
import type { Finding } from '../../../src/lint/finding.ts';
import type { Fix } from '../../../src/lint/fix.ts';
import { lineHashes } from '../../../src/report/line-hash.ts';
import type { Report } from '../../../src/report/report.ts';
import { sarif, toSarif } from '../../../src/report/sarif.ts';
import { at, finding, PRODUCTION, rule } from '../../lint/build.ts';
import { MAIN, report, result, VARIABLES } from '../build.ts';

const USE = at(MAIN, 'image_tag_mutability = var.mutability');
const FIX: Fix = { safety: 'safe', description: 'Sets it.', edits: [] };

const FULL: Finding = finding({
  message: 'Tags of "api" can be overwritten. Set it.',
  resource: 'aws_ecr_repository.api',
  root: 'infra',
  place: at(VARIABLES, '"MUTABLE"'),
  trace: [
    { kind: 'definition', message: 'var.mutability defaults to it', place: at(VARIABLES, 'default = "MUTABLE"') },
    { kind: 'other', message: 'also for b', place: at(MAIN, 'name') },
    { kind: 'use', message: 'image_tag_mutability of api', place: USE },
  ],
  fix: FIX,
});

function runOf(findings: readonly Finding[], more: Partial<Report> = {}): Run {
  const [run] = toSarif(report(result(findings), more)).runs;
  return run!;
}

function resultOf(of: Finding, more: Partial<Report> = {}): Result {
  return runOf([of], more).results![0]!;
}

describe('a result', () => {
  it('says where, with all four numbers, from the root of the repository', () => {
    const { ruleId, level, locations } = resultOf(FULL, { pathInRepository: 'live/eu west' });
    expect([ruleId, level]).toEqual(['immutable-tags', 'error']);
    expect(locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'live/eu%20west/infra/variables.tf' },
          region: { startLine: 3, startColumn: 13, endLine: 3, endColumn: 22 },
        },
        logicalLocations: [{ fullyQualifiedName: 'aws_ecr_repository.api', kind: 'resource' }],
      },
    ]);
  });

  it('names a file above the working directory by its own path', () => {
    const place = { file: new SourceFile('../modules/ä#.tf', 'a'), start: 0, end: 1 };
    const [location] = resultOf(finding({ place }), { pathInRepository: 'live/eu' }).locations!;
    expect(location!.physicalLocation!.artifactLocation!.uri).toBe('live/modules/%C3%A4%23.tf');
  });

  it('counts columns in UTF-16 code units, and not the byte order mark', () => {
    const file = new SourceFile('main.tf', '\ufeffa = "😀" # b\n😀c\n');
    const region = (text: string) =>
      resultOf(finding({ place: at(file, text) })).locations![0]!.physicalLocation!.region;
    expect(region('a')).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
    expect(region('# b')).toEqual({ startLine: 1, startColumn: 10, endLine: 1, endColumn: 13 });
    expect(region('c')).toEqual({ startLine: 2, startColumn: 3, endLine: 2, endColumn: 4 });
    expect(runOf([]).columnKind).toBe('utf16CodeUnits');
  });

  it('begins with the title and links the places the value goes through, but not its own line', () => {
    const { message, relatedLocations } = resultOf(FULL);
    expect(message.text).toBe(
      'Tags of "api" can be overwritten. Set it. See: [image_tag_mutability of api](1); [also for b](2)',
    );
    expect(relatedLocations?.map(({ id, message: of, physicalLocation }) => [id, of?.text, physicalLocation])).toEqual([
      [
        1,
        'image_tag_mutability of api',
        {
          artifactLocation: { uri: 'infra/main.tf' },
          region: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 40 },
        },
      ],
      [2, 'also for b', expect.objectContaining({ artifactLocation: { uri: 'infra/main.tf' } })],
    ]);
  });

  it('tells an info as a note', () => {
    expect(resultOf(finding({ severity: 'info' })).level).toBe('note');
  });

  it('of a plan without source is in the plan, and at the resource', () => {
    const [location] = resultOf(finding({ resource: 'a.b' }), {
      inputName: 'out/plan.json',
      pathInRepository: 'x',
    }).locations!;
    expect(location!.physicalLocation!.artifactLocation!.uri).toBe('x/out/plan.json');
    expect(location!.physicalLocation!.region!.startLine).toBe(1);
    expect(location!.logicalLocations![0]!.fullyQualifiedName).toBe('a.b');
  });

  it('has the line hash of GitHub, of the line it starts on', () => {
    expect(resultOf(FULL).partialFingerprints?.primaryLocationLineHash).toBe(lineHashes(VARIABLES.text).get(3));
    expect(resultOf(finding()).partialFingerprints).not.toHaveProperty('primaryLocationLineHash');
  });

  it('has a fingerprint of our own that no move of lines and no working directory changes', () => {
    const own = (of: Finding, more: Partial<Report> = {}) => resultOf(of, more).partialFingerprints!['ecrlint/v1'];
    const moved = new SourceFile('infra/variables.tf', `\n\n${VARIABLES.text}`);
    expect(own({ ...FULL, place: at(moved, '"MUTABLE"') })).toBe(own(FULL));
    expect(own({ ...FULL, root: '.' }, { pathInRepository: 'infra' })).toBe(own(FULL));
    expect(own({ ...FULL, root: 'other' })).not.toBe(own(FULL));
    expect(own({ ...FULL, rule: 'scan-on-push' })).not.toBe(own(FULL));
  });

  it('is told apart from others of the same rule and resource', () => {
    const prints = runOf([FULL, { ...FULL }, { ...FULL }]).results!.map(
      (one) => one.partialFingerprints!['ecrlint/v1'],
    );
    expect(new Set(prints).size).toBe(3);
  });

  it('carries its fix as replacements', () => {
    const replacementsOf = () => [
      { place: at(VARIABLES, '"MUTABLE"'), text: '"IMMUTABLE"' },
      { place: { file: MAIN, start: 0, end: 0 }, text: '# x\n' },
    ];
    expect(resultOf(FULL, { replacementsOf }).fixes).toEqual([
      {
        description: { text: 'Sets it.' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'infra/variables.tf' },
            replacements: [
              {
                deletedRegion: { startLine: 3, startColumn: 13, endLine: 3, endColumn: 22 },
                insertedContent: { text: '"IMMUTABLE"' },
              },
            ],
          },
          {
            artifactLocation: { uri: 'infra/main.tf' },
            replacements: [
              {
                deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
                insertedContent: { text: '# x\n' },
              },
            ],
          },
        ],
      },
    ]);
    const unsafe = resultOf({ ...FULL, fix: { ...FIX, safety: 'unsafe' } }, { replacementsOf });
    expect(unsafe.fixes?.[0]?.description?.text).toContain('unsafe');
    expect(resultOf({ ...FULL, sensitive: true }, { replacementsOf })).not.toHaveProperty('fixes');
    expect(resultOf({ ...FULL, fix: null }, { replacementsOf })).not.toHaveProperty('fixes');
  });

  it('says why it is suppressed, or is left out', () => {
    const byComment = { ...FULL, suppressed: { by: 'comment', reason: 'A sandbox.' } } as const;
    const byBaseline = { ...FULL, suppressed: { by: 'baseline', reason: '' } } as const;
    expect(resultOf(byComment).suppressions).toEqual([{ kind: 'inSource', justification: 'A sandbox.' }]);
    expect(resultOf(byBaseline).suppressions).toEqual([{ kind: 'external' }]);
    expect(resultOf(FULL)).not.toHaveProperty('suppressions');
    expect(runOf([byComment, FULL, byBaseline], { showSuppressed: false }).results).toHaveLength(1);
  });
});

describe('hostile names', () => {
  it('make no link, steer no terminal and hide nothing', () => {
    const hostile = finding({
      message: 'a[click](https://evil.example) \u001b[2J \u202e {0}',
      resource: 'x["](1)"]',
      trace: [{ kind: 'use', message: 'b](2) [c](3)', place: USE }],
    });
    const text = sarif(report(result([hostile])));
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e]/u);
    const [written] = JSON.parse(text).runs[0].results;
    expect(written.message.text).toBe(
      'a\\[click\\](https://evil.example) \\u001b\\[2J \\u202e {0} See: [b\\](2) \\[c\\](3)](1)',
    );
  });

  it('cannot escape from a URI', () => {
    const place = { file: new SourceFile('a\ud800?#%/é ::error::.tf', 'a'), start: 0, end: 1 };
    const { uri } = resultOf(finding({ place })).locations![0]!.physicalLocation!.artifactLocation!;
    expect(uri).toBe('a%EF%BF%BD%3F%23%25/%C3%A9%20%3A%3Aerror%3A%3A.tf');
  });
});

describe('the rules', () => {
  const rules = new Map(
    [
      rule('b-rule', () => {}, { title: 'B is wrong', securitySeverity: 7 }),
      rule('a-rule', () => {}, { severity: { production: 'off', unknown: 'info', nonProduction: 'off' } }),
    ].map((one) => [one.id, one]),
  );

  it('are all there, once each, with or without results, and results point to theirs', () => {
    const ids = (run: Run) => run.tool.driver.rules!.map(({ id }) => id);
    const found = [finding({ rule: 'a-rule' }), finding({ rule: 'gone' }), finding({ rule: 'gone' })];
    expect(ids(runOf([], { rules }))).toEqual(['b-rule', 'a-rule', 'syntax', 'unused-suppression']);
    const run = runOf(found, { rules });
    expect(ids(run)).toEqual([...ids(runOf([], { rules })), 'gone']);
    expect(run.results!.map(({ ruleIndex }) => ids(run)[ruleIndex!])).toEqual(['a-rule', 'gone', 'gone']);
  });

  it('say what GitHub shows and sorts by', () => {
    const [security, other] = runOf([], { rules }).tool.driver.rules!;
    expect(security).toMatchObject({
      name: 'BIsWrong',
      shortDescription: { text: 'B is wrong.' },
      fullDescription: { text: 'What.' },
      help: {
        text: expect.stringContaining('Set image_tag_mutability'),
        markdown: expect.stringContaining('## How to'),
      },
      helpUri: expect.stringMatching(/b-rule\.md$/),
      defaultConfiguration: { level: 'error' },
      properties: {
        tags: expect.arrayContaining(['security']),
        precision: 'high',
        'problem.severity': 'error',
        'security-severity': '7.0',
      },
    });
    expect(other).toMatchObject({
      defaultConfiguration: { level: 'note' },
      properties: { 'problem.severity': 'recommendation' },
    });
    expect(other!.properties).not.toHaveProperty('security-severity');
    expect(other!.properties!.tags).not.toContain('security');
  });
});

describe('the run', () => {
  it('tells what was not judged as notes', () => {
    const unresolved = [{ rule: 'immutable-tags', resource: 'a.b', place: USE, reason: 'var.key has no value' }];
    const [run] = toSarif(report(result([], unresolved))).runs;
    expect(run!.results).toEqual([]);
    const [notice] = run!.invocations![0]!.toolExecutionNotifications!;
    expect(notice).toMatchObject({
      level: 'note',
      message: { text: 'immutable-tags was not judged for a.b: var.key has no value.' },
      associatedRule: { id: 'immutable-tags', index: 0 },
    });
  });

  it('keeps to the limit of GitHub: the mildest go, and a notice says so', () => {
    const suppressed = { by: 'comment', reason: 'x' } as const;
    const mild = Array.from({ length: 25_000 }, (_, i) => finding({ severity: 'warning', resource: `a.b${i}` }));
    const findings = [finding({ suppressed }), ...mild, finding({ resource: 'z.z', environment: PRODUCTION })];
    const run = runOf(findings);
    expect(run.results).toHaveLength(25_000);
    expect(run.results!.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(run.results!.at(-1)!.level).toBe('error');
    expect(run.invocations![0]!.toolExecutionNotifications![0]!.message.text).toContain('2 of the mildest findings');
  });
});
