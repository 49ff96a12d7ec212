/** The documents that people read, and the command lines in them. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

export const DOCUMENTS: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...globSync('docs/**/*.md', { cwd: project }).sort(),
];

export const readDocument = (path: string): string => readFileSync(`${project}${path}`, 'utf8');

export interface Fence {
  /** The language; `sh` for what is typed. */
  readonly language: string;
  /** How it is held true: `run` is run in a folder of its own, `net` beside a remote, `serve` until it is stopped, `deb`, `raw`, `bed` and `boot` in booted systems; empty where nothing is said. */
  readonly held: string;
  readonly lines: readonly string[];
}

export function fencesOf(text: string): Fence[] {
  return [...text.matchAll(/^```(\w+)(?: (\w+))?\n(.*?)^```$/gms)].map(([, language = '', held = '', body = '']) => ({
    language,
    held,
    lines: body.split('\n').filter((line) => line !== ''),
  }));
}

/** The command lines of README that are of one kind. */
export function linesHeld(held: string): string[] {
  return fencesOf(readDocument('README.md')).flatMap((one) => (one.held === held ? one.lines : []));
}

/** The words of a command line as a shell has them, for the little that the documents use of one: quotes and a comment. */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(#.*$)|([^\s'"#]+)/g)];
  return words.flatMap(([, single, double, comment, plain]) =>
    comment === undefined ? [single ?? double ?? plain ?? ''] : [],
  );
}
