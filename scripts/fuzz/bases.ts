import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { Input } from './target.ts';

/** Scripts of the package run in its folder. */
const ROOT = process.cwd();

/** Whole configurations to damage: the examples of all rules, and the fixtures. */
export const CONFIGURATIONS: readonly Input[] = [
  ...rules.flatMap(({ examples }) =>
    [...examples.good, ...examples.bad].map(
      ({ code }): Input => (typeof code === 'string' ? { 'main.tf': code } : code),
    ),
  ),
  ...foldersIn('fixtures/documents'),
  ...foldersIn('test/terraform/cases'),
  ...foldersIn('test/plan/cases'),
  filesBelow('fixtures/infra'),
].filter((files) => Object.keys(files).length > 0);

/** Plans in JSON as Terraform writes them. */
export const PLANS: readonly string[] = readdirSync(join(ROOT, 'test/plan/cases'))
  .filter((name) => name.endsWith('.plan.recorded.json'))
  .map((name) => readFileSync(join(ROOT, 'test/plan/cases', name), 'utf8'));

/** Single texts in native syntax. */
export const NATIVE_TEXTS: readonly string[] = [
  ...CONFIGURATIONS.flatMap((files) => textsOf(files, /\.(?:tf|tfvars)$/)),
  ...Object.values(filesBelow('test/hcl/fixtures/valid')),
];

/** Single texts in JSON syntax. */
export const JSON_TEXTS: readonly string[] = CONFIGURATIONS.flatMap((files) => textsOf(files, /\.json$/));

function textsOf(files: Input, name: RegExp): string[] {
  return Object.entries(files)
    .filter(([path]) => name.test(path))
    .map(([, text]) => text);
}

function foldersIn(path: string): Input[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => filesBelow(join(path, name)));
}

function filesBelow(path: string): Input {
  const files: Record<string, string> = {};
  for (const name of readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })) {
    if (/\.(?:tf|tfvars|json|tpl|tftpl)$/.test(name) && !name.includes('recorded')) {
      files[name] = readFileSync(join(ROOT, path, name), 'utf8');
    }
  }
  return files;
}
