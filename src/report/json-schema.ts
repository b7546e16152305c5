import { valibot } from '../hcl/lazy.ts';
import { SEVERITIES } from '../lint/finding.ts';
import type { JsonReport } from './json.ts';

/**
 * The description of the JSON report: from it come the published JSON Schema and the check of reports that are joined.
 * Later versions may add to it, so what is not known is let through.
 */
export function reportSchema() {
  const v = valibot();
  const count = v.pipe(v.number(), v.integer(), v.minValue(0));
  const fromOne = v.pipe(v.number(), v.integer(), v.minValue(1));
  const position = v.object({ line: fromOne, column: fromOne });
  const location = v.nullable(v.object({ file: v.string(), start: position, end: position }));
  const address = v.nullable(v.string());
  const finding = v.object({
    rule: v.string(),
    severity: v.picklist(SEVERITIES),
    message: v.string(),
    resource: v.pipe(address, v.description('Terraform address.')),
    environment: v.nullable(v.object({ kind: v.string(), because: v.string() })),
    location: v.pipe(
      location,
      v.description(
        'Where the offending value is written, or the block that lacks it. Lines and columns count from 1, the end is exclusive, the path is relative to the working directory.',
      ),
    ),
    trace: v.pipe(
      v.array(v.object({ message: v.string(), location })),
      v.description('From where the value is written to the resource argument that uses it.'),
    ),
    fix: v.nullable(v.object({ safety: v.picklist(['safe', 'unsafe']), description: v.string() })),
    suppressed: v.pipe(
      v.nullable(v.object({ by: v.picklist(['comment', 'baseline']), reason: v.string() })),
      v.description('Why the finding does not count; null when it does.'),
    ),
  });
  return v.object({
    version: v.literal(1),
    tool: v.object({ name: v.literal('ecrlint'), version: v.string() }),
    shard: v.exactOptional(v.object({ index: fromOne, count: fromOne })),
    findings: v.array(finding),
    unresolved: v.array(v.object({ rule: v.string(), resource: address, location, reason: v.string() })),
    fixed: v.array(v.object({ rule: v.string(), file: v.string() })),
    summary: v.object({
      files: count,
      modules: count,
      repositories: count,
      errors: count,
      warnings: count,
      infos: count,
      suppressed: count,
      unresolved: count,
      fixed: count,
    }),
  });
}

/** A JSON report that was read; null when it is none. */
export function asJsonReport(data: unknown): JsonReport | null {
  const { success, output } = valibot().safeParse(reportSchema(), data);
  return success ? output : null;
}
