import { parseFile } from '../../hcl/parse-file.ts';
import type { Place, SourceFile } from '../../hcl/source.ts';
import type { Block } from '../../hcl/syntax.ts';
import type { Deployment } from '../../terraform/resource.ts';
import type { Finding, Severity } from '../finding.ts';
import type { Fix } from '../fix.ts';
import { UNUSED_SUPPRESSION_RULE } from '../selection.ts';
import { ConditionReads } from './condition-reads.ts';
import { isDay } from './day.ts';
import type { OwnDirective, RuleMention } from './directives.ts';
import { touching, WHOLE_FILE } from './range.ts';
import { withoutDirective, withoutNames } from './remove.ts';
import type { Suppressions } from './suppressions.ts';

export interface ProblemsRequest {
  readonly suppressions: Suppressions;
  readonly files: readonly SourceFile[];
  readonly instances: Instances;
  readonly severityIn: (file: SourceFile) => Severity | 'off';
  /** The rules that judged the modules a file belongs to: only these can tell that nothing needs a suppression. */
  readonly ranIn: (file: SourceFile) => ReadonlySet<string>;
}

/** Tells of our own suppressions that do not count and of those that nothing needs. To be asked when all is judged. */
export function suppressionProblems(request: ProblemsRequest): readonly Finding[] {
  const { suppressions, files, severityIn } = request;
  if (suppressions.isEmpty) return [];
  let reads: ConditionReads | null = null;
  const readsOf = (): ConditionReads => (reads ??= new ConditionReads(files));
  return files.flatMap((file) => {
    const severity = severityIn(file);
    const directives = suppressions.ownIn(file);
    if (severity === 'off' || directives.length === 0) return [];
    const judge = new Judge(request, file, readsOf);
    return directives.flatMap((directive) => judge.problems(directive).map((problem) => finding(problem, severity)));
  });
}

/** Where the resources and data sources are declared of which there is an instance. */
export class Instances {
  readonly #deployments: readonly Deployment[];
  readonly #byType = new Map<string, ReadonlySet<string>>();

  constructor(deployments: readonly Deployment[]) {
    this.#deployments = deployments;
  }

  of(mode: 'resource' | 'data', type: string): ReadonlySet<string> {
    const key = `${mode} ${type}`;
    let found = this.#byType.get(key);
    if (found === undefined) {
      const instances = this.#deployments.flatMap((deployment) =>
        mode === 'data' ? deployment.dataSources(type) : deployment.resources(type),
      );
      const places = instances.flatMap(({ body: { place } }) => place ?? []);
      found = new Set(places.map(({ file, start }) => placeKey(file.path, start)));
      this.#byType.set(key, found);
    }
    return found;
  }
}

function placeKey(path: string, start: number): string {
  return `${start} ${path}`;
}

interface Problem {
  readonly message: string;
  readonly place: Place;
  readonly fix: Fix | null;
}

function finding({ message, place, fix }: Problem, severity: Severity): Finding {
  return {
    rule: UNUSED_SUPPRESSION_RULE,
    severity,
    message,
    resource: null,
    root: null,
    environment: null,
    place,
    trace: [],
    fix,
    sensitive: false,
    suppressed: null,
  };
}

/** Judges the suppressions of one file. */
class Judge {
  readonly #request: ProblemsRequest;
  readonly #file: SourceFile;
  readonly #ran: ReadonlySet<string>;
  readonly #readsOf: () => ConditionReads;
  /** The blocks of a file that could be read wholly; what an error hides may need a suppression. */
  readonly #blocks: readonly Block[] | null;

  constructor(request: ProblemsRequest, file: SourceFile, readsOf: () => ConditionReads) {
    this.#request = request;
    this.#file = file;
    this.#readsOf = readsOf;
    this.#ran = request.ranIn(file);
    const { errors, body } = parseFile(file);
    this.#blocks = errors.length === 0 ? body.blocks : null;
  }

  problems(directive: OwnDirective): readonly Problem[] {
    const { place, malformed, names } = directive;
    if (malformed !== null) return [{ message: malformed, place, fix: null }];
    const idle = this.#isJudged(directive) ? names.filter((name) => this.#isUnused(directive, name)) : [];
    const unused = idle.length > 0 && this.#mayDecide(directive) ? [] : idle;
    if (unused.length === names.length) {
      const message = `${listOf(unused)} nothing here, so that this suppression is not needed. Remove it.`;
      return [{ message, place, fix: withoutDirective(directive) }];
    }
    const problems = this.#flaws(directive).map((message): Problem => ({ message, place, fix: null }));
    // Without a reason, what looks like names may be meant as one.
    for (const name of directive.reason === '' ? [] : names) {
      const message = this.#flawOf(directive, name);
      if (message !== null) problems.push({ message, place: name, fix: null });
    }
    const [first] = unused;
    if (first !== undefined) {
      const message = `${listOf(unused)} nothing here and can be taken out of this suppression.`;
      problems.push({ message, place: first, fix: withoutNames(directive, unused) });
    }
    return problems;
  }

  /** Why a suppression does not count as a whole. */
  #flaws({ until, reason }: OwnDirective): string[] {
    const flaws: string[] = [];
    if (reason === '') {
      flaws.push('This suppression gives no reason, so it does not count. Add one at its end, behind " -- ".');
    }
    if (until !== null && !isDay(until)) {
      flaws.push(`"${until}" is not a day, so this suppression does not count. Write until=YYYY-MM-DD.`);
    } else if (until !== null && until < this.#request.suppressions.today) {
      flaws.push(`This suppression ended on ${until}. Mend what it hid, or give it a later day.`);
    }
    return flaws;
  }

  #flawOf(directive: OwnDirective, { text }: RuleMention): string | null {
    const { suppressions } = this.#request;
    if (suppressions.names.named(text).length === 0) {
      const hint = suppressions.names.hint(text) || ' A reason goes behind " -- ".';
      return `There is no rule "${text}".${hint}`;
    }
    if (suppressions.fateOf(directive, text) !== 'refused') return null;
    return `${text} may not be suppressed by a comment, so this one does not count for it. Mend what it finds.`;
  }

  #isUnused(directive: OwnDirective, { text }: RuleMention): boolean {
    const { suppressions } = this.#request;
    const rules = suppressions.names.named(text);
    if (rules.length === 0 || suppressions.fateOf(directive, text) !== null) return false;
    return rules.every((rule) => this.#ran.has(rule));
  }

  /** Whether a condition may read what it speaks of: what is not there as things are may be there once that changes. */
  #mayDecide({ ranges }: OwnDirective): boolean {
    return this.#readsOf().areIn(ranges ?? WHOLE_FILE, this.#file);
  }

  /** Whether what it speaks of was evaluated: of a block without an instance nothing is known. */
  #isJudged({ ranges }: OwnDirective): boolean {
    if (this.#blocks === null) return false;
    if (ranges === null) return true;
    const blocks = ranges.flatMap((range) =>
      touching(this.#blocks ?? [], range).filter(({ start, end }) => range.start < end && start < range.end),
    );
    return blocks.length === 0 || blocks.some((block) => this.#isEvaluated(block));
  }

  #isEvaluated(block: Block): boolean {
    const { type, labels, body, file, start } = block;
    if (type === 'module') return !body.attributes.some(({ name }) => name === 'count' || name === 'for_each');
    if (type !== 'resource' && type !== 'data') return true;
    return this.#request.instances.of(type, labels[0]?.value ?? '').has(placeKey(file.path, start));
  }
}

/** `a and b report`, as a subject. */
function listOf(names: readonly RuleMention[]): string {
  const texts = names.map(({ text }) => text);
  const last = texts.pop() ?? '';
  return texts.length === 0 ? `${last} reports` : `${texts.join(', ')} and ${last} report`;
}
