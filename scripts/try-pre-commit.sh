#!/usr/bin/env bash
# Runs the hooks with pre-commit itself (https://pre-commit.com) against a clone of this repository's last commit:
# installs them, and makes commits that pass, that the hook fixes, and that fail.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME="$work/home" GIT_CONFIG_GLOBAL="$work/gitconfig"
git config --global user.name 'A' && git config --global user.email 'a@example.com'
git config --global init.defaultBranch main && git config --global --add safe.directory '*'

fail() {
  echo "FAILED: $1"
  cat "$work/out.txt"
  exit 1
}

# expect <pass|fail> <what> <text that is to be in the output>: makes a commit of everything.
expect() {
  local status=pass
  git add --all
  git commit --message "$2" >"$work/out.txt" 2>&1 || status=fail
  [[ $status == "$1" ]] || fail "$2: the commit should $1"
  grep -q -- "$3" "$work/out.txt" || fail "$2: the output lacks \"$3\""
  echo "ok: $2"
}

git clone --quiet "$root" "$work/hooks"
pre-commit validate-manifest "$work/hooks/.pre-commit-hooks.yaml"
git init --quiet "$work/project" && cd "$work/project"
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $work/hooks
    rev: $(git -C "$work/hooks" rev-parse HEAD)
    hooks:
      - id: ecrlint-fix
        args: [--disable, kms-encryption]
      - id: ecrlint
        args: [--disable, kms-encryption]
YAML
pre-commit install >"$work/out.txt" || fail 'pre-commit install'
expect pass 'a commit without Terraform' 'no files to check'

mkdir -p infra/app '.terraform/modules/x'
cat >infra/app/main.tf <<'TF'
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
  image_scanning_configuration {
    scan_on_push = true
  }
  tags = { Environment = "production" }
}

variable "mutability" {
  type = string
}
TF
echo 'mutability = "MUTABLE"' >infra/app/prod.tfvars
echo 'resource "aws_ecr_repository" "x" { name = "x" }' >.terraform/modules/x/main.tf
expect fail 'a commit that the hook fixes' 'files were modified by this hook'
grep -q '"IMMUTABLE"' infra/app/prod.tfvars || fail 'the tfvars file was not fixed'
expect pass 'the commit after the fixes' 'ecrlint.*Passed'

cat >infra/app/policy.tf <<'TF'
resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = "nonsense"
}
TF
expect fail 'a commit with a mistake that nobody can fix' '^infra/app/policy.tf:3'
