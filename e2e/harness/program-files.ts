/**
 * The programs as tests run them: those that are shipped, and what tests alone run, each in one file, which starts in a fraction
 * of the time of its modules one by one. A run of Vitest makes them once (`make-program-files.ts`); without one, the sources.
 */
import { pathToFileURL } from 'node:url';

interface Program {
  /** Where it begins, from the top of the project. */
  readonly source: string;
  /** What it is made into. */
  readonly file: string;
}

/** As build.mjs makes them. */
const SHIPPED = {
  cli: { source: 'e2e/harness/cli.ts', file: 'cli.cjs' },
  helper: { source: 'electron/helper/main.ts', file: 'helper.cjs' },
  'guarded-reader': { source: 'electron/reader/child.ts', file: 'guarded-reader.cjs' },
  downloader: { source: 'electron/downloads/downloader.ts', file: 'downloader.js' },
  builder: { source: 'electron/build/builder.ts', file: 'builder.js' },
} satisfies Record<string, Program>;

export const OF_TESTS = {
  'greedy-reader': { source: 'e2e/harness/greedy-reader.ts', file: 'greedy-reader.mjs' },
  'greedy-downloader': { source: 'e2e/harness/greedy-downloader.ts', file: 'greedy-downloader.mjs' },
  'ask-remote': { source: 'e2e/harness/ask-remote.ts', file: 'ask-remote.mjs' },
  'kill-at': { source: 'e2e/harness/kill-at.ts', file: 'kill-at.mjs' },
} satisfies Record<string, Program>;

const PROGRAMS = { ...SHIPPED, ...OF_TESTS };

/** Names the folder of those that were made. */
export const MADE_IN = 'VENEER_PROGRAM_FILES';

export function programFile(name: keyof typeof PROGRAMS): URL {
  const { source, file } = PROGRAMS[name];
  const made = process.env[MADE_IN];
  return made === undefined ? new URL(`../../${source}`, import.meta.url) : new URL(file, pathToFileURL(`${made}/`));
}
