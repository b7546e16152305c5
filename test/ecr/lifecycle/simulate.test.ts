import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Criteria, type Image, selects, simulate } from '../../../src/ecr/lifecycle/simulate.ts';
import { anyCriteria, anyImages, rule, standardImage, tagged } from './build.ts';

interface Named extends Image {
  readonly name: string;
}

function image(name: string, tags: readonly string[], pushed: number, more: Partial<Image> = {}): Named {
  return { ...standardImage(tags, pushed), name, ...more };
}

/** The names of the images that something is done to. */
function acted(rules: readonly Criteria[], images: readonly Named[]): string {
  return [...simulate(rules, images).keys()]
    .map(({ name }) => name)
    .sort()
    .join('');
}

describe('the worked examples of the user guide', () => {
  const mixed = [image('A', ['beta-1', 'prod-1'], 10), image('B', ['beta-2', 'prod-2'], 9), image('C', ['beta-3'], 8)];

  it('keeps what a rule of higher priority has seen, although one of lower priority would take it', () => {
    expect(acted([rule(1, tagged('prod')), rule(2, tagged('beta'))], mixed)).toBe('A');
  });

  it('acts on more when the priorities are swapped', () => {
    expect(acted([rule(1, tagged('beta')), rule(2, tagged('prod'))], mixed)).toBe('AB');
  });

  it('goes by priority and not by the order the rules are written in', () => {
    expect(acted([rule(9, tagged('beta')), rule(4, tagged('prod'))], mixed)).toBe('A');
  });

  it('selects only images that have a tag for every prefix', () => {
    const images = [
      image('A', ['alpha-1'], 12),
      image('B', ['beta-1'], 11),
      image('C', ['alpha-2', 'beta-2'], 10),
      image('D', ['alpha-3'], 4),
      image('E', ['beta-3'], 3),
      image('F', ['alpha-4', 'beta-4'], 2),
    ];
    const older = rule(1, tagged('alpha', 'beta'), { countType: 'sinceImagePushed', countNumber: 5 });
    expect(acted([older], images)).toBe('C');
  });

  it('does not mind further tags', () => {
    const images = [
      image('A', ['alpha-1', 'beta-1', 'gamma-1'], 10),
      image('B', ['alpha-2', 'beta-2'], 9),
      image('C', ['alpha-3', 'beta-3', 'gamma-2'], 8),
    ];
    expect(acted([rule(1, tagged('alpha', 'beta'))], images)).toBe('AB');
  });

  const everyKind = [
    image('A', ['alpha-1'], 4),
    image('B', ['beta-1'], 3),
    image('C', [], 2),
    image('D', ['alpha-2'], 1),
  ];

  it('takes any image, tagged or not', () => {
    expect(acted([rule(1, { kind: 'any' })], everyKind)).toBe('ABC');
  });

  it('counts images that a rule of higher priority keeps, but leaves them alone', () => {
    expect(acted([rule(1, tagged('alpha')), rule(2, { kind: 'any' })], everyKind)).toBe('ABC');
    const keepsOld = rule(1, tagged('alpha'), { countNumber: 5 });
    expect(acted([keepsOld, rule(2, { kind: 'any' })], everyKind)).toBe('BC');
  });

  it('counts untagged images by themselves', () => {
    const images = [image('A', [], 3), image('B', ['x'], 2), image('C', [], 1)];
    expect(acted([rule(1, { kind: 'untagged' })], images)).toBe('A');
  });
});

describe('counting', () => {
  it('is in days that are over', () => {
    const images = [image('A', [], 14), image('B', [], 14.5)];
    expect(acted([rule(1, { kind: 'any' }, { countType: 'sinceImagePushed', countNumber: 14 })], images)).toBe('B');
  });

  it('goes by the last pull, by the push where there was none, and by the return from the archive', () => {
    const images = [
      image('A', [], 100, { pulled: 95 }),
      image('B', [], 100, { pulled: 5 }),
      image('C', [], 100),
      image('D', [], 50),
      image('E', [], 100, { restored: 10 }),
    ];
    const unused = rule(1, { kind: 'any' }, { countType: 'sinceImagePulled', countNumber: 90, action: 'transition' });
    expect(acted([unused], images)).toBe('AC');
  });

  it('goes by the move to the archive for images that are there', () => {
    const images = [
      image('A', [], 400, { storageClass: 'archive', transitioned: 100 }),
      image('B', [], 400, { storageClass: 'archive', transitioned: 80 }),
      image('C', [], 400),
    ];
    const archived = rule(
      1,
      { kind: 'any' },
      {
        storageClass: 'archive',
        countType: 'sinceImageTransitioned',
        countNumber: 90,
      },
    );
    expect(acted([archived], images)).toBe('A');
  });

  it('looks at one storage class: a rule for one shields nothing in the other', () => {
    const images = [image('A', [], 200), image('B', [], 400, { storageClass: 'archive', transitioned: 100 })];
    const rules = [
      rule(1, { kind: 'any' }, { countType: 'sinceImagePulled', countNumber: 90, action: 'transition' }),
      rule(2, { kind: 'any' }, { storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90 }),
    ];
    const outcome = simulate(rules, images);
    expect([...outcome].map(([{ name }, { action }]) => `${name} ${action}`)).toEqual(['A transition', 'B expire']);
  });

  it('keeps the newest images whatever order they are listed in', () => {
    const images = [image('A', ['v1'], 1), image('B', ['v0'], 3), image('C', ['v2'], 2)];
    expect(acted([rule(1, tagged('v'), { countNumber: 2 })], images)).toBe('B');
  });
});

describe('whatever the rules and images are', () => {
  const cases = fc.tuple(fc.array(anyCriteria(), { maxLength: 6 }).map(withPriorities), anyImages());

  it('never acts on an image that a rule of higher priority selects, and only on what the rule selects', () => {
    fc.assert(
      fc.property(cases, ([rules, images]) => {
        for (const [each, by] of simulate(rules, images)) {
          expect(selects(by, each)).toBe(true);
          expect(rules.filter((other) => other.priority < by.priority && selects(other, each))).toEqual([]);
        }
      }),
    );
  });

  it('never leaves more than the count of images that only one rule selects, and never acts on fewer', () => {
    fc.assert(
      fc.property(cases, ([rules, images]) => {
        const outcome = simulate(rules, images);
        for (const each of rules.filter(({ countType }) => countType === 'imageCountMoreThan')) {
          const selected = images.filter((item) => selects(each, item));
          const alone = selected.every((item) => rules.every((other) => other === each || !selects(other, item)));
          if (!alone) continue;
          const left = selected.filter((item) => outcome.get(item) === undefined);
          expect(left.length).toBe(Math.min(selected.length, each.countNumber));
        }
      }),
    );
  });

  it('does the same for images and rules in any order', () => {
    fc.assert(
      fc.property(cases, ([rules, images]) => {
        const forwards = simulate(rules, images);
        const backwards = simulate(rules.toReversed(), images.toReversed());
        expect(backwards.size).toBe(forwards.size);
        for (const [each, by] of forwards) expect(backwards.get(each)).toBe(by);
      }),
    );
  });

  it('acts the same on other images when a rule of lower priority is added', () => {
    fc.assert(
      fc.property(cases, anyCriteria(), ([rules, images], extra) => {
        const before = simulate(rules, images);
        const after = simulate([...rules, { ...extra, priority: rules.length + 1 }], images);
        for (const [each, by] of before) expect(after.get(each)).toBe(by);
      }),
    );
  });
});

function withPriorities(rules: readonly Criteria[]): Criteria[] {
  return rules.map((each, i) => ({ ...each, priority: i + 1 }));
}
