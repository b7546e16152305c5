import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Terraform made up for measuring: the same bytes on every machine. */

export type Files = Iterable<readonly [path: string, text: string]>;

/** Writes files below a new folder and gives the folder. */
export function plant(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A module of five files with one repository: what is most often linted. */
export function* smallModule(): Files {
  yield ['main.tf', `${repository('this', 'var.name')}\n${lifecyclePolicy('this')}`];
  yield ['policy.tf', repositoryPolicy('this')];
  yield ['variables.tf', 'variable "name" {\n  type    = string\n  default = "app"\n}\n'];
  yield ['outputs.tf', 'output "url" {\n  value = aws_ecr_repository.this.repository_url\n}\n'];
  yield ['versions.tf', 'terraform {\n  required_version = ">= 1.5"\n}\n'];
}

/** Modules of six files each with nothing of ECR, and one with a repository in every hundred. */
export function* estate(fileCount: number, bytesPerFile: number): Files {
  for (let i = 0; i < fileCount; i++) {
    const module = Math.floor(i / 6);
    const folder = `teams/team-${module % 40}/module-${module}`;
    const text = infrastructure(i, bytesPerFile);
    const isFirst = i % 6 === 0;
    const hasRepository = isFirst && module % 100 === 0;
    yield [`${folder}/part-${i % 6}.tf`, hasRepository ? `${text}\n${repository('this', `"app-${i}"`)}` : text];
  }
}

export const SPREADS = ['for_each', 'blocks', 'modules', 'deployments'] as const;
export type Spread = (typeof SPREADS)[number];

/**
 * One root module with many repositories: over a map, written out in one file or in files of 50, through a local
 * module, or one repository with as many tfvars files.
 */
export function* manyRepositories(count: number, spread: Spread | 'files'): Files {
  const names = Array.from({ length: count }, (_, i) => `service-${i}`);
  switch (spread) {
    case 'for_each':
      yield ['main.tf', repositoriesOver(names)];
      return;
    case 'blocks':
      yield ['main.tf', names.map(repositoryWithPolicy).join('\n')];
      return;
    case 'files':
      for (let i = 0; i < count; i += 50) {
        yield [
          `repositories-${i}.tf`,
          names
            .slice(i, i + 50)
            .map(repositoryWithPolicy)
            .join('\n'),
        ];
      }
      return;
    case 'modules':
      yield* [...smallModule()].map(([path, text]) => [`modules/repository/${path}`, text] as const);
      yield [
        'main.tf',
        names
          .map((name) => `module "${name}" {\n  source = "./modules/repository"\n  name   = "${name}"\n}\n`)
          .join('\n'),
      ];
      return;
    case 'deployments':
      yield* smallModule();
      for (const name of names) yield [`deployments/${name}.tfvars`, `name = "${name}"\n`];
  }
}

function repositoriesOver(names: readonly string[]): string {
  return [
    `locals {\n  services = {\n${names.map((name) => `    ${name} = { mutable = false }\n`).join('')}  }\n}\n`,
    'resource "aws_ecr_repository" "this" {\n  for_each = local.services\n\n  name = each.key',
    '  image_tag_mutability = each.value.mutable ? "MUTABLE" : "IMMUTABLE"\n}\n',
    'resource "aws_ecr_lifecycle_policy" "this" {\n  for_each = aws_ecr_repository.this\n',
    `  repository = each.value.name\n${LIFECYCLE}}\n`,
  ].join('\n');
}

function repositoryWithPolicy(name: string): string {
  return `${repository(name, `"${name}"`)}\n${lifecyclePolicy(name)}`;
}

/** One root module whose repositories lack everything that can be added: tags that stay, scans, and a policy. */
export function* bareRepositories(count: number): Files {
  for (let i = 0; i < count; i += 50) {
    const some = Array.from({ length: Math.min(50, count - i) }, (_, n) => `service-${i + n}`);
    yield [
      `repositories-${i}.tf`,
      some.map((name) => `resource "aws_ecr_repository" "${name}" {\n  name = "${name}"\n}\n`).join('\n'),
    ];
  }
}

/** Ordinary Terraform of about so many bytes; `seed` makes one text differ from another. */
export function infrastructure(seed: number, bytes: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < bytes; i++) {
    const part = BLOCKS[(seed + i) % BLOCKS.length]!(`${seed}_${i}`);
    parts.push(part);
    length += part.length + 1;
  }
  return parts.join('\n');
}

const BLOCKS: readonly ((id: string) => string)[] = [
  (id) => `# Network of ${id}: private subnets in every zone, routed through one gateway.
resource "aws_subnet" "private_${id}" {
  for_each = { for index, zone in data.aws_availability_zones.available.names : zone => index if index < 3 }

  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(var.cidr, 8, each.value + 10)
  availability_zone = each.key
  tags              = merge(local.tags, { Name = "\${var.name}-private-\${each.key}" })
}
`,
  (id) => `resource "aws_security_group" "service_${id}" {
  name        = "\${var.name}-service-${id}"
  description = "Traffic to the service"
  vpc_id      = aws_vpc.main.id

  dynamic "ingress" {
    for_each = toset(var.ports)
    content {
      from_port       = ingress.value
      to_port         = ingress.value
      protocol        = "tcp"
      security_groups = [aws_security_group.balancer.id]
    }
  }
}
`,
  (id) => `resource "aws_iam_role_policy" "task_${id}" {
  name = "task-${id}"
  role = aws_iam_role.task.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:ListBucket"]
        Resource = ["\${aws_s3_bucket.data.arn}", "\${aws_s3_bucket.data.arn}/*"]
      }
    ]
  })
}
`,
  (id) => `variable "settings_${id}" {
  description = "What can be set for ${id}, and what is taken when nothing is set"
  type = object({
    enabled  = optional(bool, true)
    capacity = optional(number, 2)
    labels   = optional(map(string), {})
  })
  default = {}
}
`,
  (id) => `module "database_${id}" {
  source  = "registry.example/platform/database/aws"
  version = "~> 4.2"

  name                = "\${var.name}-${id}"
  instance_class      = var.environment == "production" ? "db.r6g.large" : "db.t4g.medium"
  backup_retention    = 14
  deletion_protection = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
}
`,
];

const LIFECYCLE = `  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 30 }
      action       = { type = "expire" }
    }]
  })
`;

function repository(label: string, name: string): string {
  return `resource "aws_ecr_repository" "${label}" {
  name                 = ${name}
  image_tag_mutability = "MUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }

  tags = { Environment = "production" }
}
`;
}

function lifecyclePolicy(label: string): string {
  return `resource "aws_ecr_lifecycle_policy" "${label}" {
  repository = aws_ecr_repository.${label}.name
${LIFECYCLE}}
`;
}

function repositoryPolicy(label: string): string {
  return `resource "aws_ecr_repository_policy" "${label}" {
  repository = aws_ecr_repository.${label}.name
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      }]
    }
  JSON
}
`;
}
