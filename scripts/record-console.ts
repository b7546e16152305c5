// Records what the real `terraform console` answers to the expressions of test/terraform/functions/tables/*.txt, one
// per line, in the .recorded.json beside each. The tests compare with the recording and need no Terraform.
//
//   npx tsx scripts/record-console.ts [--all] [table...]
//
// Expressions recorded before are kept unless --all is given. Needs Terraform 1.11 in PATH.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Recording {
  readonly expression: string;
  /** What the console prints. */
  readonly result?: string;
  /** The text of the error, on one line. */
  readonly error?: string;
}

const FUNCTIONS = fileURLToPath(new URL('../test/terraform/functions/', import.meta.url));
const TABLES = join(FUNCTIONS, 'tables');

/** Variables without a value are unknown to the console. */
const VARIABLES = `
variable "u" {}
variable "us" { type = string }
variable "n" { type = number }
variable "b" { type = bool }
variable "ul" { type = list(string) }
variable "um" { type = map(string) }
variable "s" {
  default   = "secret"
  sensitive = true
}
`;

const names = process.argv.slice(2).filter((argument) => argument !== '--all');
const isComplete = process.argv.includes('--all');
/** The console locks its directory, so each of those that run at a time has its own. */
const directories = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'console-')));
try {
  for (const directory of directories) {
    cpSync(join(FUNCTIONS, 'files'), directory, { recursive: true });
    writeFileSync(join(directory, 'main.tf'), VARIABLES);
  }
  for (const file of readdirSync(TABLES).filter((name) => name.endsWith('.txt'))) {
    const table = basename(file, '.txt');
    if (names.length === 0 || names.includes(table)) await recordTable(table);
  }
} finally {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
}

async function recordTable(table: string): Promise<void> {
  const target = join(TABLES, `${table}.recorded.json`);
  const known = new Map<string, Recording>();
  if (!isComplete && existsSync(target)) {
    for (const recording of JSON.parse(readFileSync(target, 'utf8')) as Recording[]) {
      known.set(recording.expression, recording);
    }
  }
  const expressions = readFileSync(join(TABLES, `${table}.txt`), 'utf8')
    .split('\n')
    .filter(Boolean);
  const recordings: Recording[] = [];
  // The console is a process per expression: it prints nothing but the last answer.
  for (let i = 0; i < expressions.length; i += directories.length) {
    const asked = directories.map(async (directory, offset) => {
      const expression = expressions[i + offset];
      return expression === undefined ? [] : [known.get(expression) ?? (await ask(expression, directory))];
    });
    recordings.push(...(await Promise.all(asked)).flat());
  }
  writeFileSync(target, `[\n${recordings.map((recording) => JSON.stringify(recording)).join(',\n')}\n]\n`);
  console.log(`${table}: ${recordings.length}`);
}

function ask(expression: string, directory: string): Promise<Recording> {
  return new Promise((resolve) => {
    const environment = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
    const child = execFile(
      'terraform',
      ['console', '-no-color'],
      { cwd: directory, env: environment },
      (failure, stdout, stderr) => {
        // Where a function of Terraform panics, its stack is none of our business.
        const error = stderr
          .replace(/[╷│╵]/g, '')
          .replace(/\s+/g, ' ')
          .replace(/ goroutine \d+ .*/, '')
          .trim();
        if (failure === null) resolve({ expression, result: stdout.replace(/\n$/, '') });
        else resolve({ expression, error: error.replace(/^.*\(source code not available\) /, '') });
      },
    );
    child.stdin?.end(`${expression}\n`);
  });
}
