/**
 * The programs of the sources as tests run them: each in one file, as they are shipped, which starts in a fraction of the time
 * of its modules one by one. A run of Vitest makes them once (`make-program-files.ts`); without one, the sources themselves.
 */
import { pathToFileURL } from 'node:url';

/** Where each begins, from the top of the project. */
export const PROGRAMS = {
  cli: 'e2e/harness/cli.ts',
  helper: 'electron/helper/main.ts',
  'guarded-reader': 'electron/reader/child.ts',
  downloader: 'electron/downloads/downloader.ts',
  builder: 'electron/build/builder.ts',
  'greedy-reader': 'e2e/harness/greedy-reader.ts',
  'greedy-downloader': 'e2e/harness/greedy-downloader.ts',
  'ask-remote': 'e2e/harness/ask-remote.ts',
  'kill-at': 'e2e/harness/kill-at.ts',
} as const;

export type ProgramName = keyof typeof PROGRAMS;

/** Names the folder of those that were made. */
export const MADE_IN = 'VENEER_PROGRAM_FILES';

export function programFile(name: ProgramName): URL {
  const folder = process.env[MADE_IN];
  if (folder === undefined) return new URL(`../../${PROGRAMS[name]}`, import.meta.url);
  return new URL(`${name}.mjs`, pathToFileURL(`${folder}/`));
}
