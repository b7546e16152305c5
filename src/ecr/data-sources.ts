import type { DataSourceReader } from '../terraform/data-source.ts';
import { readIamPolicyDocument } from './iam-policy-document.ts';
import { readLifecyclePolicyDocument } from './lifecycle-policy-document.ts';

/** The data sources whose attributes follow from their arguments alone, by type. */
export const DATA_SOURCES: Readonly<Record<string, DataSourceReader>> = {
  aws_iam_policy_document: readIamPolicyDocument,
  aws_ecr_lifecycle_policy_document: readLifecyclePolicyDocument,
};
