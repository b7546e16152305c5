import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse as parseWithHashiCorp } from '@cdktf/hcl2json';
import { Language, Parser } from 'web-tree-sitter';
import { parseNative } from '../src/hcl/parser.ts';
import { SourceFile } from '../src/hcl/source.ts';
import { BUDGETS } from './budget.ts';
import { timeCalls } from './measure.ts';
import { ms, type Row } from './row.ts';
import { infrastructure } from './trees.ts';

const MEGABYTE = 1_000_000;
const GRAMMAR = '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm';

/** The parser over what is below some folders, or over made-up files, and others over a megabyte of that. */
export async function measureParsers(folders: readonly string[]): Promise<Row[]> {
  const texts =
    folders.length > 0 ? folders.flatMap(textsBelow) : Array.from({ length: 600 }, (_, i) => infrastructure(i, 10_000));
  // The others are too slow for all of them.
  const sample = take(texts, MEGABYTE);
  const treeSitter = await loadTreeSitter();
  const parseAll = (some: readonly string[]) =>
    some.map((text, i) => parseNative(new SourceFile(`${i}.tf`, text)).errors.length);
  const { all } = await timeCalls({ all: () => parseAll(texts) });
  const times = await timeCalls(
    {
      ours: () => parseAll(sample),
      hashiCorp: async () => {
        for (const text of sample) await parseWithHashiCorp('main.tf', text).catch(() => null);
      },
      treeSitter: () => {
        for (const text of sample) treeSitter.parse(text)?.delete();
      },
    },
    5,
  );
  const rate = (some: readonly string[], milliseconds: number) => bytesOf(some) / MEGABYTE / (milliseconds / 1000);
  return [
    {
      what: 'parser, warm',
      value: rate(texts, all),
      unit: 'MB/s',
      details: `${(bytesOf(texts) / MEGABYTE).toFixed(1)} MB in ${ms(all)}`,
      budget: BUDGETS.parser,
    },
    {
      what: 'parser against `@cdktf/hcl2json`, on the same files',
      value: times.hashiCorp / times.ours,
      unit: 'times',
      details: `${ms(times.ours)}, and ${ms(times.hashiCorp)} at ${rate(sample, times.hashiCorp).toFixed(1)} MB/s`,
      budget: BUDGETS.parserAgainstHashiCorp,
    },
    {
      what: 'parser against tree-sitter-hcl in WebAssembly, on the same files',
      value: times.treeSitter / times.ours,
      unit: 'times',
      details: `${ms(times.ours)}, and ${ms(times.treeSitter)} at ${rate(sample, times.treeSitter).toFixed(1)} MB/s`,
      budget: null,
    },
  ];
}

async function loadTreeSitter(): Promise<Parser> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve(GRAMMAR)));
  return parser;
}

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.tf'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

function take(texts: readonly string[], bytes: number): string[] {
  const taken: string[] = [];
  for (let i = 0, total = 0; i < texts.length && total < bytes; i++) {
    taken.push(texts[i]!);
    total += Buffer.byteLength(texts[i]!);
  }
  return taken;
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
