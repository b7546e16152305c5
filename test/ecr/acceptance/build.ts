/** The key that `repository` encrypts with. */
export const KEY = `
resource "aws_kms_key" "ecr" {
  enable_key_rotation = true
}
`;

const SCANNING = `
  image_scanning_configuration {
    scan_on_push = true
  }
`;

/** A rule that expires untagged images. */
export const EXPIRE_UNTAGGED = `{
  rulePriority = 1
  description  = "Expire untagged images after two weeks"
  selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
  action       = { type = "expire" }
}`;

interface RepositoryParts {
  /** Arguments such as `for_each`. */
  readonly meta?: string;
  readonly name?: string;
  readonly mutability?: string;
  readonly scanning?: string;
  readonly more?: string;
}

/** A repository in order, but for the parts given as HCL. */
export function repository({ meta = '', name = '"shop/app"', mutability, scanning, more = '' }: RepositoryParts = {}) {
  return `
resource "aws_ecr_repository" "app" {
  ${meta}
  name                 = ${name}
  image_tag_mutability = ${mutability ?? '"IMMUTABLE"'}
  ${scanning ?? SCANNING}
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.ecr.arn
  }
  ${more}
}
`;
}

interface LifecycleParts {
  readonly meta?: string;
  readonly repository?: string;
  readonly policy?: string;
}

/** A lifecycle policy in order, but for the parts given as HCL. */
export function lifecycle({ meta = '', repository: name, policy }: LifecycleParts = {}): string {
  return `
resource "aws_ecr_lifecycle_policy" "app" {
  ${meta}
  repository = ${name ?? 'aws_ecr_repository.app.name'}
  policy     = ${policy ?? `jsonencode({ rules = [${EXPIRE_UNTAGGED}] })`}
}
`;
}

/** A lifecycle policy for each repository of the resource `app`. */
export const LIFECYCLE_OF_EACH = lifecycle({
  meta: 'for_each = aws_ecr_repository.app',
  repository: 'each.value.name',
});

/** The policy of the repository `app`, given as HCL. */
export function access(policy: string): string {
  return `
resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = ${policy}
}
`;
}

/** A whole configuration with nothing to find. */
export const SOUND = `${KEY}${repository()}${lifecycle()}`;
