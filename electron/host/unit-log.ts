/** The last lines of the journal on one unit, as far as who asks may read them. */
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import { visibleText } from '../../shared/messages/visible.ts';
import type { ServiceLog } from '../../shared/model/service.ts';
import { runProgram } from '../node/run-program.ts';
import { findProgram } from './systemd-version.ts';

const MOST_LINES = 50;
const TIMEOUT_MS = 10_000;
/** A field above 4 KiB is left out by journalctl, so this is never reached. */
const MOST_BYTES = 1024 * 1024;
/** Characters of one line that are sent on. */
const MOST_CHARACTERS = 2000;

/** @param unit checked by `isUnitName` */
export async function readUnitLog(unit: string): Promise<ServiceLog> {
  const program = findProgram('journalctl');
  if (program === null) return { lines: [], problem: messageOf('service.there-is-no-journal') };
  const of = ['--no-pager', `--unit=${unit}`];
  const fields = '--output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_COMM';
  const running = { timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES };
  const [{ stdout, stderr, broken }, beside] = await Promise.all([
    runProgram(program, [...of, `--lines=${MOST_LINES}`, '--output=json', fields], running),
    // What is printed as JSON is printed without a word on what may not be read, or is not there (252 to 262).
    runProgram(program, [...of, '--lines=1', '--output=short'], running),
  ]);
  const lines = stdout.split('\n').flatMap((line) => parseLine(line) ?? []);
  if (broken !== null) return { lines, problem: messageOf('service.journal-did-not-answer', { reason: broken }) };
  return { lines, problem: problemOf(`${stderr}${beside.stderr}`, lines.length > 0) };
}

/**
 * What journalctl writes beside the lines (measured on 257 and 262; the words are those of 252 as well).
 *
 * @returns null where all is said by the lines, or there are none because nothing was logged
 */
export function problemOf(stderr: string, hasLines: boolean): Message | null {
  if (/insufficient permissions|not seeing messages from/.test(stderr))
    return messageOf(hasLines ? 'service.journal-may-lack-lines' : 'service.journal-cannot-be-read');
  if (/No journal files were found/.test(stderr)) return messageOf('service.there-is-no-journal');
  const [first = ''] = stderr.trim().split('\n');
  if (hasLines || first === '') return null;
  return messageOf('service.journal-did-not-answer', { reason: foreignText(visibleText(first)) });
}

/** One line of `journalctl --output=json`; null for what is none. */
export function parseLine(line: string): ServiceLog['lines'][number] | null {
  if (line === '') return null;
  try {
    const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const priority = Number(fields['PRIORITY'] ?? Number.NaN);
    return {
      at: Math.floor(Number(fields['__REALTIME_TIMESTAMP']) / 1000),
      priority: Number.isInteger(priority) ? priority : null,
      who: journalText(fields['SYSLOG_IDENTIFIER'] ?? fields['_COMM'] ?? ''),
      text: journalText(fields['MESSAGE']),
    };
  } catch {
    return null;
  }
}

/** A field as systemd.journal-fields(7) prints it as JSON: bytes where it is no text, null where it is too long. */
export function journalText(value: unknown): string {
  const text = Array.isArray(value) ? Buffer.from(value.filter(Number.isInteger)).toString('utf8') : (value ?? '…');
  // Tabs are the one sign of control that is meant as what it looks like.
  return visibleText(String(text).replaceAll('\t', '    ')).slice(0, MOST_CHARACTERS);
}
