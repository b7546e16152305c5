/** What is promised of a value. */
export interface Budget {
  readonly bound: 'at most' | 'at least';
  readonly value: number;
}

/** Everything that is promised about speed. */
export const BUDGETS = {
  /** A check of five files against `node -e 0`, both from the start of the process. */
  start: { bound: 'at most', value: 1.6 },
  /** Megabytes of HCL in a second, warm. */
  parser: { bound: 'at least', value: 25 },
  /** Against HashiCorp's parser in WebAssembly. */
  parserAgainstHashiCorp: { bound: 'at least', value: 10 },
  /** A check of 12,000 files against `grep -rl`. */
  estate: { bound: 'at most', value: 4 },
  /** Its megabytes of memory. */
  estateMemory: { bound: 'at most', value: 300 },
  /** A module with 1,000 repositories against one with 100. */
  growth: { bound: 'at most', value: 12 },
  /** Fixing a module with 1,000 repositories against checking it. */
  fix: { bound: 'at most', value: 3 },
} as const satisfies Readonly<Record<string, Budget>>;
