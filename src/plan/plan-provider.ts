import type { Place } from '../hcl/source.ts';
import type { BlockList, EvaluatedBody } from '../terraform/resource.ts';
import { type Reason, unknown, type Value } from '../terraform/value.ts';
import { isExpression } from './configuration.ts';
import { entries, hasMember, isObject, member } from './json.ts';
import { knownValue } from './plan-value.ts';

/** The provider configurations of a plan; every resource of one configuration gets the same object. */
export class PlanProviders {
  readonly #configurations: unknown;
  readonly #bodies = new Map<string, EvaluatedBody | null>();

  /** @param configurations `provider_config` */
  constructor(configurations: unknown) {
    this.#configurations = configurations;
  }

  /**
   * The configuration with a key such as `aws`, `aws.east` or `module.app:aws`. Older versions give every module keys
   * of its own, also for what it inherits; then it is the next one further out.
   */
  find(key: string): EvaluatedBody | null {
    for (let candidate: string | null = key; candidate !== null; candidate = outerKey(candidate)) {
      const body = this.#body(candidate);
      if (body !== null) return body;
    }
    return null;
  }

  #body(key: string): EvaluatedBody | null {
    let body = this.#bodies.get(key);
    if (body === undefined) {
      const expressions = member(member(this.#configurations, key), 'expressions');
      body = isObject(expressions) ? new ProviderBody(expressions, `provider "${key}"`) : null;
      this.#bodies.set(key, body);
    }
    return body;
  }
}

function outerKey(key: string): string | null {
  const colon = key.lastIndexOf(':');
  if (colon === -1) return null;
  const name = key.slice(colon + 1);
  const dot = key.lastIndexOf('.module.', colon);
  return dot === -1 ? name : `${key.slice(0, dot)}:${name}`;
}

/** A provider configuration: constants are known, everything else is not in the plan. */
class ProviderBody implements EvaluatedBody {
  readonly place = null;
  readonly #expressions: unknown;
  readonly #name: string;

  constructor(expressions: unknown, name: string) {
    this.#expressions = expressions;
    this.#name = name;
  }

  attribute(name: string): Value | null {
    const expression = member(this.#expressions, name);
    if (expression === undefined || !isExpression(expression)) return null;
    if (hasMember(expression, 'constant_value')) return knownValue(member(expression, 'constant_value'), false);
    const message = `the plan does not say what ${name} of ${this.#name} is`;
    const reason: Reason = { kind: 'computed', message, place: null };
    return unknown(reason);
  }

  attributePlace(): Place | null {
    return null;
  }

  attributeNames(): readonly string[] {
    return entries(this.#expressions).flatMap(([name, expression]) => (isExpression(expression) ? [name] : []));
  }

  blocks(type: string): BlockList {
    const written = member(this.#expressions, type);
    const blocks = Array.isArray(written) ? written : isObject(written) && !isExpression(written) ? [written] : [];
    return { items: blocks.map((block) => new ProviderBody(block, `${type} of ${this.#name}`)), rest: null };
  }
}
