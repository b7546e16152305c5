import rule from '../../../rules/lifecycle-policy-valid.ts';
import { lintFiles, seenIn } from '../../support/lint.ts';

/** Each finding as `text: message` without what AWS answers. */
export async function findingsIn(code: string): Promise<string[]> {
  const result = await lintFiles({ 'main.tf': code }, [rule]);
  return seenIn(result).map(({ text, message }) => `${text}: ${message.replace(/ AWS refuses the policy.*$/, '')}`);
}

/** The reasons why something is left open. */
export async function questionsIn(code: string): Promise<string[]> {
  return (await lintFiles({ 'main.tf': code }, [rule])).unresolved.map(({ reason }) => reason);
}

/** A policy resource with a text in a heredoc. */
export function policyOf(text: string): string {
  return `resource "aws_ecr_lifecycle_policy" "app" {\n  repository = "app"\n  policy = <<EOF\n${text}\nEOF\n}\n`;
}

/** Parts of a rule in JSON. */
export interface Parts {
  readonly priority?: string;
  readonly tags?: string;
  readonly count?: string;
  readonly action?: string;
  readonly more?: string;
}

export const AGE = '"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14';

/** A rule that expires any image after 14 days, but for the parts given. */
export function ruleOf({
  priority = '"rulePriority": 1,',
  tags = '"tagStatus": "any"',
  count = AGE,
  action = '"type": "expire"',
  more = '',
}: Parts): string {
  return `{ ${more} ${priority} "selection": { ${tags}, ${count} }, "action": { ${action} } }`;
}

/** A policy resource with rules. */
export function policyWith(...rules: Parts[]): string {
  return policyOf(`{ "rules": [\n${rules.map(ruleOf).join(',\n')}\n] }`);
}
