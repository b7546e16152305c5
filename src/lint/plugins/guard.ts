import type { Problem, Question, Rule, RuleContext } from '../rule.ts';
import { causeOf, PluginError } from './plugin-error.ts';
import { problemOfEvidence, problemOfReport, problemOfSubject } from './validate-report.ts';

/** The same rule, whose failures say which rule of which plug-in failed, and why. */
export function guarded(rule: Rule, plugin: string): Rule {
  return {
    ...rule,
    check(facts, context) {
      let answer: unknown;
      try {
        answer = rule.check(facts, withValidReports(context));
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

function withValidReports(context: RuleContext): RuleContext {
  return {
    ...context,
    report(problem: Problem): void {
      refuse(problemOfReport(problem));
      context.report(problem);
    },
    unresolved(question: Question): void {
      refuse(problemOfSubject(question.subject) ?? problemOfEvidence(question.evidence));
      refuse(typeof question.reason?.message === 'string' ? null : 'it leaves something open without a reason');
      context.unresolved(question);
    },
  };
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new TypeError(problem);
}
