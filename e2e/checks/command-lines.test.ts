/**
 * Every command line in the documents is one that its program takes. What can be run anywhere is run by
 * e2e/specs/documents.spec.ts, what needs a system by e2e/testbed/packages.system.ts; here the others are held against the
 * table of commands, and README has none that nobody holds.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../../electron/cli/arguments.ts';
import { helpText } from '../../electron/cli/help.ts';
import { ENVIRONMENT, FILES } from '../../electron/cli/table/surroundings.ts';
import { englishOf } from '../../shared/messages/message.ts';
import { DOCUMENTS, fencesOf, readDocument, wordsOf } from '../harness/documents.ts';

/** Every call of veneer in a text: typed, in a line of code, or by another program. */
function callsIn(text: string): string[] {
  const fences = fencesOf(text);
  const typed = fences
    .flatMap(({ lines }) => lines)
    .flatMap((line) => /^(?:[-\s]*(?:cmd: |ssh \S+ |sudo )?)((?:veneer|node dist\/cli\.cjs) .*)$/.exec(line)?.[1] ?? []);
  const prose = text.replace(/^```.*?^```$/gms, '');
  const spans = [...prose.matchAll(/`(veneer\s[^`]+)`/g)].map(([, span = '']) => span.replaceAll('\n', ' '));
  return [...typed, ...spans];
}

/** @returns what is wrong with it; null where veneer takes it */
function refusal(call: string): string | null {
  const words = wordsOf(call.split(/ (?:>|\|\||&&) ?/)[0] ?? '');
  // What the completions of the shells call is no command for people.
  if (words[1] === 'complete') return null;
  try {
    const { command, operands } = parseCommandLine(words.slice(words[0] === 'veneer' ? 1 : 2));
    if (command === 'help' && operands.join() !== 'COMMAND') helpText(operands);
    return null;
  } catch (error) {
    return `${call}: ${String(error)}`;
  }
}

test.each(DOCUMENTS)('%s: veneer takes every call that stands there', (path) => {
  expect(callsIn(readDocument(path)).flatMap((call) => refusal(call) ?? [])).toEqual([]);
});

test('calls are found, and a wrong one is seen', () => {
  expect(callsIn(readDocument('README.md')).length).toBeGreaterThan(20);
  expect(callsIn('```yaml\n    cmd: veneer lst\n```\nand `veneer\nlist --now`')).toEqual([
    'veneer lst',
    'veneer list --now',
  ]);
  for (const call of ['veneer lst', 'veneer list --now', 'veneer help lst', 'veneer pin a b c'])
    expect(refusal(call), call).not.toBeNull();
  expect(refusal("veneer follow a --version 'v1.*' # a comment")).toBeNull();
});

test('README has no command line that nobody holds', () => {
  const scripts = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'))
    .scripts as Record<string, string>;
  const text = readDocument('README.md');
  expect(text, 'a command line that is only indented').not.toMatch(/\n\n {4}\S/);
  for (const { language, held, lines } of fencesOf(text)) {
    expect(language).toBe('sh');
    expect(['', 'run', 'net', 'serve', 'deb', 'raw', 'bed', 'boot']).toContain(held);
    if (held !== '') continue;
    for (const line of lines) {
      const npm = line.match(/^npm ci && npm (?:run )?(\w+)$/)?.[1];
      if (npm !== undefined) expect(Object.keys(scripts)).toContain(npm);
      else expect.fail(`nobody types ${line}`);
    }
  }
});

test('docs/files.md has what the manual page has, word by word', () => {
  const rows = [...readDocument('docs/files.md').matchAll(/^\| `([^|]+)` +\| (.+?) +\|$/gm)].map(([, name, says]) => [
    name,
    says,
  ]);
  expect(rows).toEqual([...ENVIRONMENT, ...FILES].map(({ name, says }) => [name, englishOf(says)]));
});
