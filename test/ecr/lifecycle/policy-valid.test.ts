import { describe, expect, it } from 'vitest';
import rule from '../../../rules/lifecycle-policy-valid.ts';
import { lintFiles, seenIn } from '../../support/lint.ts';
import { AGE, findingsIn, policyOf, policyWith, ruleOf } from './policy-text.ts';

/** The hard rules of AWS, one by one. */

const prefixes = (list: string) => `"tagStatus": "tagged", "tagPrefixList": ${list}`;
const patterns = (list: string) => `"tagStatus": "tagged", "tagPatternList": ${list}`;

describe('1. the length of the text', () => {
  it('is at least 100 characters', async () => {
    expect(await findingsIn('resource "aws_ecr_lifecycle_policy" "app" {\n  policy = ""\n}\n')).toEqual([
      '"": The lifecycle policy is empty. Leave out the resource where there is to be no policy.',
    ]);
    expect(await findingsIn('resource "aws_ecr_lifecycle_policy" "app" {\n  policy = "{\\"rules\\":[]}"\n}\n')).toEqual(
      ['"{\\"rules\\":[]}": The lifecycle policy is too short to say anything: it has 12 characters.'],
    );
  });

  it('may be nothing in a template, which then gives no policy', async () => {
    const template =
      'resource "aws_ecr_repository_creation_template" "app" {\n  prefix = "app"\n  lifecycle_policy = ""\n}\n';
    expect(await findingsIn(template)).toEqual([]);
  });

  it('is at most 30,720 characters, as the provider sends it: without white space', async () => {
    const described = (characters: number) => ({ more: `"description": "${'x'.repeat(characters)}",` });
    const [finding = ''] = await findingsIn(policyWith(described(30_700)));
    expect(finding).toMatch(/The lifecycle policy is too long: it has 308\d\d characters without white space\.$/);
    const blank = policyOf(`{ "rules": [${' '.repeat(40_000)}${ruleOf(described(30_000))}] }`);
    expect(await findingsIn(blank)).toEqual([]);
  });

  it('counts what the provider escapes', async () => {
    expect(await findingsIn(policyWith({ more: `"description": "${'<'.repeat(5_200)}",` }))).toHaveLength(1);
  });
});

describe('2. the number of rules', () => {
  const numbered = (count: number) =>
    policyWith(
      ...Array.from({ length: count }, (_, i) => ({
        priority: `"rulePriority": ${i + 1},`,
        tags: prefixes(`["team-${i}-"]`),
      })),
    );

  it('is at most 50, and the first one beyond is shown', async () => {
    expect(await findingsIn(numbered(50))).toEqual([]);
    const [finding = '', ...others] = await findingsIn(numbered(51));
    expect(finding).toMatch(/^\{ +"rulePriority": 51.*The policy has 51 rules, and no more than 50 are possible\.$/);
    expect(others).toEqual([]);
  });
});

describe('3. rulePriority', () => {
  const tagged = { tags: prefixes('["a"]') };

  it('is used once', async () => {
    expect(await findingsIn(policyWith(tagged, {}))).toEqual([
      '1: Another rule has rulePriority 1 already, and each needs its own.',
    ]);
  });

  it('need not be without gaps or in order', async () => {
    expect(
      await findingsIn(policyWith({ priority: '"rulePriority": 900,' }, { ...tagged, priority: '"rulePriority": 7,' })),
    ).toEqual([]);
  });

  it.each([
    ['0', '0: rulePriority is 0, and has to be at least 1.'],
    ['1.5', '1.5: rulePriority takes a whole number, not 1.5.'],
    ['"1"', '"1": rulePriority takes a whole number, not "1".'],
  ])('is a whole number from 1: %s', async (priority, finding) => {
    expect(await findingsIn(policyWith({ priority: `"rulePriority": ${priority},` }))).toEqual([finding]);
  });
});

describe('4. a rule for any image', () => {
  it('has the highest rulePriority, wherever it is written', async () => {
    const untagged = { priority: '"rulePriority": 2,', tags: '"tagStatus": "untagged"' };
    expect(await findingsIn(policyWith({}, untagged))).toEqual([
      '"any": A rule for any image has to come last: give it the highest rulePriority of the rules for standard images.',
    ]);
    expect(await findingsIn(policyWith({ priority: '"rulePriority": 3,' }, untagged))).toEqual([]);
  });

  it('is the only one of its storage class', async () => {
    expect(await findingsIn(policyWith({}, { priority: '"rulePriority": 2,' }))).toEqual([
      '"any": A rule for any image has to come last: give it the highest rulePriority of the rules for standard images.',
    ]);
  });

  it('may be followed by one for the other storage class', async () => {
    const archived = {
      priority: '"rulePriority": 2,',
      count: '"storageClass": "archive", "countType": "sinceImageTransitioned", "countUnit": "days", "countNumber": 90',
    };
    expect(await findingsIn(policyWith({}, archived))).toEqual([]);
  });
});

describe('5. a rule for untagged images', () => {
  it('is the only one of its storage class', async () => {
    const untagged = '"tagStatus": "untagged"';
    const second = {
      priority: '"rulePriority": 2,',
      tags: untagged,
      count: '"countType": "imageCountMoreThan", "countNumber": 3',
    };
    expect(await findingsIn(policyWith({ tags: untagged }, second))).toEqual([
      '"untagged": Another rule selects untagged standard images already, and only one can.',
    ]);
  });
});

describe('6. a rule for tagged images', () => {
  it('has a list', async () => {
    expect(await findingsIn(policyWith({ tags: '"tagStatus": "tagged"' }))).toEqual([
      '"tagged": tagStatus "tagged" needs a tagPrefixList or a tagPatternList; for all tags that is the pattern "*".',
    ]);
  });

  it('has one that is not empty', async () => {
    expect(await findingsIn(policyWith({ tags: prefixes('[]') }))).toEqual([
      '[]: tagPrefixList is empty. Name at least one tag; for all tags that is the pattern "*".',
    ]);
  });

  it('has not both', async () => {
    expect(await findingsIn(policyWith({ tags: `${prefixes('["v"]')}, "tagPatternList": ["v*"]` }))).toEqual([
      '["v*"]: A rule has either a tagPrefixList or a tagPatternList, not both. The prefix "v" is the pattern "v*".',
    ]);
  });

  it('has either, also in one policy', async () => {
    const other = { priority: '"rulePriority": 2,', tags: patterns('["v*"]') };
    expect(await findingsIn(policyWith({ tags: prefixes('["v"]') }, other))).toEqual([]);
  });
});

describe('7. a rule for untagged or any images', () => {
  it.each(['untagged', 'any'])('has no list: %s', async (status) => {
    expect(await findingsIn(policyWith({ tags: `"tagStatus": "${status}", "tagPrefixList": ["v"]` }))).toEqual([
      `["v"]: tagPrefixList does not go with tagStatus "${status}": remove it, or use "tagged".`,
    ]);
    expect(await findingsIn(policyWith({ tags: `"tagStatus": "${status}", "tagPatternList": []` }))).toEqual([
      `[]: tagPatternList does not go with tagStatus "${status}": remove it, or use "tagged".`,
    ]);
  });
});

describe('8. prefixes', () => {
  it('are another set in each rule', async () => {
    const swapped = { priority: '"rulePriority": 2,', tags: prefixes('["b", "a"]') };
    expect(await findingsIn(policyWith({ tags: prefixes('["a", "b"]') }, swapped))).toEqual([
      '["b", "a"]: Another rule has the same prefixes already ("b", "a"), and each needs its own.',
    ]);
  });

  it('may be in several sets', async () => {
    const fewer = { priority: '"rulePriority": 2,', tags: prefixes('["a"]') };
    expect(await findingsIn(policyWith({ tags: prefixes('["a", "b"]') }, fewer))).toEqual([]);
  });
});

describe('9. countUnit', () => {
  it.each(['sinceImagePushed', 'sinceImagePulled'])('is needed for %s', async (type) => {
    const action =
      type === 'sinceImagePulled' ? '"type": "transition", "targetStorageClass": "archive"' : '"type": "expire"';
    expect(await findingsIn(policyWith({ count: `"countType": "${type}", "countNumber": 14`, action }))).toEqual([
      `"${type}": ${type} counts days and has to say so: add countUnit "days".`,
    ]);
  });

  it('is days', async () => {
    expect(
      await findingsIn(
        policyWith({ count: '"countType": "sinceImagePushed", "countUnit": "weeks", "countNumber": 2' }),
      ),
    ).toEqual(['"weeks": countUnit is "weeks", and can only be "days".']);
  });

  it('does not go with a number of images', async () => {
    expect(
      await findingsIn(
        policyWith({ count: '"countType": "imageCountMoreThan", "countUnit": "days", "countNumber": 2' }),
      ),
    ).toEqual(['"days": countUnit does not go with imageCountMoreThan, which counts images: remove it.']);
  });
});

describe('10. countNumber', () => {
  it.each([
    ['0', 'countNumber is 0, and has to be at least 1.'],
    ['-3', 'countNumber is -3, and has to be at least 1.'],
    ['"30"', 'countNumber takes a whole number, not "30".'],
    ['0.5', 'countNumber takes a whole number, not 0.5.'],
  ])('is a whole number from 1: %s', async (number, message) => {
    const count = `"countType": "imageCountMoreThan", "countNumber": ${number}`;
    expect(await findingsIn(policyWith({ count }))).toEqual([`${number}: ${message}`]);
  });
});

describe('11. patterns', () => {
  it('have no more than four wildcards each', async () => {
    expect(await findingsIn(policyWith({ tags: patterns('["*test*1*2*3", "x*"]') }))).toEqual([]);
    expect(await findingsIn(policyWith({ tags: patterns('["x*", "test*1*2*3*4*5*6"]') }))).toEqual([
      '"test*1*2*3*4*5*6": The pattern "test*1*2*3*4*5*6" has 6 wildcards, and no more than four are possible.',
    ]);
  });
});

describe('12. to 15. the archive', () => {
  const transition = '"type": "transition", "targetStorageClass": "archive"';
  const pulled = '"countType": "sinceImagePulled", "countUnit": "days", "countNumber": 90';
  const archived = (days: number) =>
    `"countType": "sinceImageTransitioned", "countUnit": "days", "countNumber": ${days}`;

  it('is not where images are counted, or aged since they were pushed or pulled', async () => {
    expect(await findingsIn(policyWith({ count: `"storageClass": "archive", ${AGE}` }))).toEqual([
      '"archive": sinceImagePushed does not go with storageClass "archive".',
    ]);
    expect(await findingsIn(policyWith({ count: `"storageClass": "standard", ${AGE}` }))).toEqual([]);
  });

  it('has to be named for images that went there', async () => {
    expect(await findingsIn(policyWith({ count: archived(90) }))).toEqual([
      '"sinceImageTransitioned": sinceImageTransitioned looks at archived images and has to say so: add storageClass "archive".',
    ]);
    expect(await findingsIn(policyWith({ count: `"storageClass": "standard", ${archived(90)}` }))).toEqual([
      '"standard": sinceImageTransitioned does not go with storageClass "standard".',
    ]);
  });

  it('is named as the target of a transition, and only of that', async () => {
    expect(await findingsIn(policyWith({ action: '"type": "transition"' }))).toEqual([
      '"transition": An action of type "transition" has to say where to: add targetStorageClass "archive".',
    ]);
    expect(await findingsIn(policyWith({ action: '"type": "expire", "targetStorageClass": "archive"' }))).toEqual([
      '"archive": targetStorageClass does not go with an action of type "expire": remove it.',
    ]);
    expect(await findingsIn(policyWith({ action: '"type": "transition", "targetStorageClass": "standard"' }))).toEqual([
      '"standard": targetStorageClass is "standard", and can only be "archive".',
    ]);
  });

  it('is where images that nobody pulls go, and from where they expire', async () => {
    const message =
      'The action of sinceImagePulled can only be "transition", that of sinceImageTransitioned only "expire".';
    expect(await findingsIn(policyWith({ count: pulled }))).toEqual([`"expire": ${message} This is "expire".`]);
    const moved = { count: `"storageClass": "archive", ${archived(90)}`, action: transition };
    expect(await findingsIn(policyWith(moved))).toEqual([`"transition": ${message} This is "transition".`]);
    expect(await findingsIn(policyWith({ count: pulled, action: transition }))).toEqual([]);
  });

  it('keeps images for at least 90 days', async () => {
    expect(await findingsIn(policyWith({ count: `"storageClass": "archive", ${archived(89)}` }))).toEqual([
      '89: Images stay in the archive for at least 90 days, and this is 89.',
    ]);
  });
});

describe('16. the schema', () => {
  it('knows keys by their exact names', async () => {
    const misspelt = policyWith({ priority: '"rulePrority": 1,', tags: '"tagStatus": "any", "tagprefixlist": 2' });
    expect(await findingsIn(misspelt)).toEqual([
      expect.stringContaining('The rule has no rulePriority.'),
      '1: A lifecycle rule has no key rulePrority. Did you mean rulePriority?',
      '2: A lifecycle selection has no key tagprefixlist. Did you mean tagPrefixList?',
    ]);
  });

  it('knows no key that JavaScript gives every object', async () => {
    expect(await findingsIn(policyWith({ more: '"constructor": 1,' }))).toEqual([
      '1: A lifecycle rule has no key constructor.',
    ]);
  });

  it('wants the keys that are needed, and says which in the words of AWS', async () => {
    const result = await lintFiles({ 'main.tf': policyOf('{ "rules": [ { "rulePriority": 1, "selection": {} } ] }') }, [
      rule,
    ]);
    expect(seenIn(result).map(({ message }) => message)).toEqual([
      'The rule has no action. AWS refuses the policy: "object has missing required properties (["action"])"',
      'The selection has no countNumber and no countType and no tagStatus. AWS refuses the policy: "object has missing required properties (["countNumber","countType","tagStatus"])"',
    ]);
  });

  it('refuses null', async () => {
    expect(await findingsIn(policyWith({ action: '"type": "expire", "targetStorageClass": null' }))).toEqual([
      'null: targetStorageClass is null. A key that is not set has to be left out.',
    ]);
    expect(await findingsIn(policyWith({ tags: '"tagStatus": "any", "tagPatternList": null' }))).toEqual([
      'null: tagPatternList is null. A key that is not set has to be left out.',
    ]);
  });

  it('knows words by their exact case', async () => {
    expect(await findingsIn(policyWith({ tags: '"tagStatus": "ANY"' }))).toEqual([
      '"ANY": tagStatus is "ANY", and can only be "tagged" or "untagged" or "any".',
    ]);
    expect(await findingsIn(policyWith({ action: '"type": "delete"' }))).toEqual([
      '"delete": type is "delete", and can only be "expire" or "transition".',
    ]);
  });

  it('wants lists of strings, and objects', async () => {
    expect(await findingsIn(policyWith({ tags: prefixes('"v"') }))).toEqual([
      '"v": tagPrefixList takes a list, not "v".',
    ]);
    expect(await findingsIn(policyWith({ tags: prefixes('[1]') }))).toEqual([
      '1: tagPrefixList takes a string, not 1.',
    ]);
    expect(await findingsIn(policyOf(`{ "rules": ${ruleOf({})} }`))).toEqual([
      expect.stringContaining('rules takes a list, not an object with 3 keys.'),
    ]);
    expect(
      await findingsIn(policyOf('{ "rules": [ "expire everything that is old, please, and do so soon" ] }')),
    ).toEqual([expect.stringContaining('rules takes an object, not "expire')]);
  });

  it('wants a document', async () => {
    expect(await findingsIn(policyOf('{ "rule": [] }'))).toEqual([expect.stringContaining('The policy has no rules.')]);
    expect(await findingsIn(policyOf('["rules"]'))).toEqual([
      '["rules"]: The lifecycle policy cannot be read: it is not a JSON object.',
    ]);
    const [finding = ''] = await findingsIn(policyOf(`{ "rules": [ ${ruleOf({})}, ] }`));
    expect(finding).toMatch(/The lifecycle policy cannot be read: expected a JSON value\.$/);
  });
});
