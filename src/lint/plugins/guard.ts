import type { Rule } from '../rule.ts';
import { causeOf, PluginError } from './plugin-error.ts';

/** The same rule, whose failures say which rule of which plug-in failed, and why. */
export function guarded(rule: Rule, plugin: string): Rule {
  return {
    ...rule,
    check(facts, context) {
      let answer: unknown;
      try {
        answer = rule.check(facts, {
          ...context,
          report(problem) {
            if (typeof problem.message !== 'string' || problem.message === '')
              throw new TypeError('it reports no message');
            context.report(problem);
          },
        });
      } catch (error) {
        const where = facts.deployment.directory ?? 'the plan';
        throw new PluginError(
          `The rule ${rule.id} of the plug-in "${plugin}" failed on ${where}: ${causeOf(error)}. Mend it, or run with --disable ${rule.id}.`,
          { cause: error },
        );
      }
      if (answer instanceof Promise) {
        answer.catch(() => {});
        throw new PluginError(
          `The rule ${rule.id} of the plug-in "${plugin}" is asynchronous: what it finds would come too late. Make check a plain function.`,
        );
      }
    },
  };
}
