/** What systemd-sysext wrote into the journal, where who asks may read it: root, and the groups adm and systemd-journal. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readWords } from '../../shared/systemd/words.ts';
import { runProgram } from '../node/run-program.ts';
import { findProgram } from './systemd-version.ts';

const TIMEOUT_MS = 5000;
const MAX_OUTPUT = 4 * 1024 * 1024;
/** A line is in the journal a moment after it was said. */
const TRIES = 5;
const BETWEEN_MS = 100;

/**
 * The lines of a failed merge that was asked for by Varlink, whose reply carries an error number alone.
 *
 * @param since milliseconds since 1970
 * @returns null where there is no journal, it may not be read, or nothing in it tells of a failure
 */
export async function readMergeFailure(since: number): Promise<string | null> {
  const program = findProgram('journalctl');
  if (program === null) return null;
  for (let tries = 0; tries < TRIES; tries++) {
    const lines = await linesSince(program, since);
    if (lines === null) return null;
    if (readWords(lines).reason !== null) return lines;
    await sleep(BETWEEN_MS);
  }
  return null;
}

/** The child that merges has a name of its own: `(sd-merge)` (257 and 262). */
const WHO = ['systemd-sysext', 'systemd-confext', '(sd-merge)'];

async function linesSince(program: string, since: number): Promise<string | null> {
  const args = [
    '--quiet',
    '--no-pager',
    '--output=cat',
    '--lines=200',
    `--since=@${(since / 1000).toFixed(3)}`,
    ...WHO.map((identifier) => `--identifier=${identifier}`),
  ];
  const { status, stdout } = await runProgram(program, args, { timeoutMs: TIMEOUT_MS, mostBytes: MAX_OUTPUT });
  return status === 0 ? stdout : null;
}
