import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../run-cli.ts';

const WRONG = `rules:
  CKV_AWS_51: error
  scan-on-push: { severity: { prod: error } }
  required-tags: { keys: Owner }
exclude: [../other]
`;

/** A configuration with mistakes, and what is told of them. */
export async function configMistakes(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ecrlint-'));
  try {
    writeFileSync(join(folder, '.ecrlint.yaml'), WRONG);
    const { stderr } = await runCli(['check'], folder);
    return `\`\`\`\n${WRONG}\`\`\`\n\n\`\`\`\n${stderr.trim()}\n\`\`\``;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
