/**
 * The programs as tests run them: those that are shipped, and doubles in their place. A run of Vitest makes them once
 * (`make-program-files.ts`); without one, the sources themselves.
 */
import { pathToFileURL } from 'node:url';

/** Where each begins, from the top of the project, and what build.mjs calls it. */
export const SHIPPED = {
  cli: { source: 'e2e/harness/cli.ts', file: 'cli.cjs' },
  helper: { source: 'electron/helper/main.ts', file: 'helper.cjs' },
  'guarded-reader': { source: 'electron/reader/child.ts', file: 'guarded-reader.js' },
  downloader: { source: 'electron/downloads/downloader.ts', file: 'downloader.js' },
  builder: { source: 'electron/build/builder.ts', file: 'builder.js' },
} as const;

/** What tests alone run, each in one file, which starts in a fraction of the time of its modules one by one. */
export const OF_TESTS = {
  'greedy-reader': 'e2e/harness/greedy-reader.ts',
  'greedy-downloader': 'e2e/harness/greedy-downloader.ts',
  'ask-remote': 'e2e/harness/ask-remote.ts',
  'kill-at': 'e2e/harness/kill-at.ts',
} as const;

export type ProgramName = keyof typeof SHIPPED | keyof typeof OF_TESTS;

/** Names the folder of those that were made. */
export const MADE_IN = 'VENEER_PROGRAM_FILES';

export function programFile(name: ProgramName): URL {
  const made = process.env[MADE_IN];
  const [source, file] =
    name in SHIPPED
      ? [SHIPPED[name as keyof typeof SHIPPED].source, SHIPPED[name as keyof typeof SHIPPED].file]
      : [OF_TESTS[name as keyof typeof OF_TESTS], `${name}.mjs`];
  return made === undefined ? new URL(`../../${source}`, import.meta.url) : new URL(file, pathToFileURL(`${made}/`));
}
