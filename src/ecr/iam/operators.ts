/** The condition operators of IAM: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const CONDITION_OPERATORS = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ...['StringLike', 'StringNotLike', 'NumericEquals', 'NumericNotEquals', 'NumericLessThan'],
  ...['NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals', 'DateEquals', 'DateNotEquals'],
  ...['DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'Bool', 'BinaryEquals'],
  ...['IpAddress', 'NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null'],
] as const;

const KNOWN: ReadonlySet<string> = new Set(CONDITION_OPERATORS.map((operator) => operator.toLowerCase()));

/** Whether IAM knows an operator, with `…IfExists` or a set operator before it; letter case does not count. */
export function isConditionOperator(operator: string): boolean {
  const base = operator
    .toLowerCase()
    .replace(/^for(?:anyvalue|allvalues):/, '')
    .replace(/ifexists$/, '');
  return KNOWN.has(base);
}
