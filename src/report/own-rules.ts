import type { Severity } from '../lint/finding.ts';
import type { Fix } from '../lint/fix.ts';
import { SYNTAX_RULE, UNUSED_SUPPRESSION_RULE } from '../lint/selection.ts';

/** What is said of a rule that is not in the rule set, because it judges files and comments rather than ECR. */
export interface OwnRule {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly how: string;
  readonly severity: Severity;
  readonly fix?: Fix['safety'];
}

export const OWN_RULES: readonly OwnRule[] = [
  {
    id: SYNTAX_RULE,
    title: 'The file is not valid Terraform',
    what: 'The file cannot be read as HCL, or as JSON where its name says so. What is around the mistake is not judged.',
    how: 'Correct the file where the finding points to. `terraform validate` reads it as Terraform does.',
    severity: 'error',
  },
  {
    id: UNUSED_SUPPRESSION_RULE,
    title: 'A suppression suppresses nothing, or cannot be read',
    what: 'A comment that should silence a rule does nothing: the rule finds nothing there, does not exist, or the comment has expired or lacks its reason.',
    how: 'Take the comment away, or correct it. It reads `# ecrlint-ignore: rule -- reason`.',
    severity: 'warning',
    fix: 'safe',
  },
];
