import type { ModuleAdapter } from './adapter.ts';
import { BOLDLINK } from './boldlink.ts';
import { CLOUDDROVE } from './clouddrove.ts';
import { CLOUDPOSSE } from './cloudposse.ts';
import { CLOUDPOSSE_LABEL } from './cloudposse-label.ts';
import { CONTAINER_MODULE } from './container-module.ts';
import { INFRABLOCKS } from './infrablocks.ts';
import { LGALLARD } from './lgallard.ts';
import { LGALLARD_KMS } from './lgallard-parts.ts';
import { MINEIROS } from './mineiros.ts';
import { TEDILABS } from './tedilabs.ts';
import { TERRAFORM_AWS_MODULES } from './terraform-aws-modules.ts';
import { TMKNOM } from './tmknom.ts';
import { TRUSSWORKS } from './trussworks.ts';

/** The published ECR modules that are known without their source. */
export const ECR_MODULES: readonly ModuleAdapter[] = [
  ...TERRAFORM_AWS_MODULES,
  CLOUDPOSSE,
  ...LGALLARD,
  CLOUDDROVE,
  TRUSSWORKS,
  MINEIROS,
  INFRABLOCKS,
  ...BOLDLINK,
  TMKNOM,
  TEDILABS,
  CONTAINER_MODULE,
];

/** Modules that say nothing of ECR themselves, but that ECR modules and their callers have names, tags and keys from. */
export const HELPER_MODULES: readonly ModuleAdapter[] = [CLOUDPOSSE_LABEL, LGALLARD_KMS];
