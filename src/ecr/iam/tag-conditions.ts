import type { Reason } from '../../terraform/value.ts';
import type { Conditions } from '../policy-document.ts';

const POSITIVE = /^(?:foranyvalue:)?string(?:equals|equalsignorecase|like)$/;
const TAG_KEY = /^(?:aws:resourcetag|ecr:resourcetag|aws:requesttag)\//;

/** Whether conditions limit a statement to repositories with certain tags; where that is not known, why not. */
export function limitsResources({ items, rest }: Conditions): boolean | Reason {
  const limited = items.some(
    ({ operator, key }) => POSITIVE.test(operator.toLowerCase()) && TAG_KEY.test(key.toLowerCase()),
  );
  return limited || (rest ?? false);
}
