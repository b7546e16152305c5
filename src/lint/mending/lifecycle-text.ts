import type { Place } from '../../hcl/source.ts';

/** How a key of a lifecycle policy is called in the blocks of `aws_ecr_lifecycle_policy_document`. */
export function argumentName(key: string): string {
  return key === 'rulePriority' ? 'priority' : key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether something is written right behind a key, or behind the argument of a policy document that gives it. */
export function isBehindKey(key: string, { file, start }: Place): boolean {
  const before = /([\w-]+)\\?"?\s*[=:]\s*$/.exec(file.text.slice(Math.max(0, start - 100), start))?.[1];
  return before === key || before === argumentName(key);
}
