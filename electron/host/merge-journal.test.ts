import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readMergeJournal } from './merge-journal.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('merge-journal');
});
afterEach(() => scratch.remove());

/** A stand-in for a journalctl that is in trouble, which a real one cannot be put into. */
function journalctl(script: string): string {
  scratch.put('journalctl', `#!/bin/sh\n${script}\n`, 0o755);
  return join(scratch.path, 'journalctl');
}

const MERGE = '{"__REALTIME_TIMESTAMP":"1700000000000000","SYSLOG_IDENTIFIER":"systemd-sysext","MESSAGE":"Merged."}';
/** What is asked for by a pattern is who called a command. */
const onCalls = (does: string) => `case "$*" in *--grep=*) ${does} ;; *--output=json*) echo '${MERGE}' ;; esac`;

test('where it is not told who called, that is said, and what is known is told', async () => {
  const { lines, problem } = await readMergeJournal(0, journalctl(onCalls('kill -9 $$')));
  expect(lines).toMatchObject([{ who: 'systemd-sysext', text: 'Merged.' }]);
  expect(problem?.text).toBe('The journal could not be read: killed');
});

test('one that knows no patterns has no trouble', async () => {
  const unknown = 'echo "Compiled without pattern matching support" >&2; exit 1';
  expect(await readMergeJournal(0, journalctl(onCalls(unknown)))).toMatchObject({ lines: [{}], problem: null });
});
