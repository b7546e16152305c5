import type { Rule } from '../rule.ts';
import { namesOf, ruleHint, UNUSED_SUPPRESSION_RULE } from '../selection.ts';
import type { ForeignTool } from './settings.ts';

/** What the ids of each tool look like, in lower case. */
const SHAPES: Readonly<Record<ForeignTool, RegExp>> = {
  checkov: /^ckv/,
  tfsec: /^aws(?:\d{3}|-\d{4}|-ecr-[\w-]+)$/,
  trivy: /^aws(?:\d{3}|-\d{4}|-ecr-[\w-]+)$/,
  tflint: /^aws_\w+$/,
  kics: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/,
};

/** The names that comments may call rules. */
export class RuleNames {
  readonly #rules: readonly Rule[];
  readonly #idsByName: ReadonlyMap<string, readonly string[]>;
  readonly #stubborn: ReadonlySet<string>;
  readonly #byPattern = new Map<string, ReadonlySet<string>>();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    this.#idsByName = namesOf(rules);
    const stubborn = rules.filter(({ suppressible }) => suppressible === false).map(({ id }) => id);
    this.#stubborn = new Set([...stubborn, UNUSED_SUPPRESSION_RULE]);
  }

  /** The rules that a name in one of our comments stands for; none for a name that there is not. */
  named(name: string): readonly string[] {
    return this.#idsByName.get(name.toLowerCase()) ?? [];
  }

  /** ` Did you mean x?`, or nothing. */
  hint(name: string): string {
    return ruleHint(name, this.#rules);
  }

  /** The rules that an id of another tool stands for; it may have `*` in it, and is in lower case. */
  foreign(tool: ForeignTool, id: string): ReadonlySet<string> {
    const key = `${tool} ${id}`;
    let found = this.#byPattern.get(key);
    if (found === undefined) {
      const pattern = new RegExp(`^${canonical(id).split('*').map(escapeRegExp).join('.*')}$`);
      const matches = (alias: string): boolean => SHAPES[tool].test(alias) && pattern.test(alias);
      const rules = this.#rules.filter(({ aliases }) =>
        aliases.some((alias) => matches(canonical(alias.toLowerCase()))),
      );
      found = new Set(rules.map(({ id: rule }) => rule));
      this.#byPattern.set(key, found);
    }
    return found;
  }

  /** Whether a rule says of itself that no comment suppresses it. */
  isStubborn(rule: string): boolean {
    return this.#stubborn.has(rule);
  }
}

/** Trivy leaves out the `avd-` that its ids began with until 2025. */
function canonical(id: string): string {
  return id.replace(/^avd-/, '');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
