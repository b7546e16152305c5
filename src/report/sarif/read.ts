import type { Log, Result } from 'sarif';
import { valibot } from '../../hcl/lazy.ts';
import type { Severity } from '../../lint/finding.ts';

/** What joining looks at; the rest is carried along as it is. */
function logSchema() {
  const v = valibot();
  const text = v.looseObject({ text: v.string() });
  const result = v.looseObject({
    ruleId: v.string(),
    message: text,
    locations: v.array(v.looseObject({})),
  });
  return v.looseObject({
    version: v.literal('2.1.0'),
    runs: v.array(
      v.looseObject({
        tool: v.looseObject({
          driver: v.looseObject({
            name: v.literal('ecrlint'),
            version: v.string(),
            rules: v.array(v.looseObject({ id: v.string() })),
          }),
        }),
        results: v.array(result),
      }),
    ),
  });
}

/** A SARIF log that this program wrote; null when it is none. */
export function asSarifLog(data: unknown): Log | null {
  return isSarifLog(data) ? data : null;
}

function isSarifLog(data: unknown): data is Log {
  return valibot().is(logSchema(), data);
}

/** The severity that a result was made of. */
export function resultSeverity({ level }: Result): Severity {
  return level === 'error' || level === 'warning' ? level : 'info';
}
