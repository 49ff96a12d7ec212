/**
 * Lines of the journal on merges and updates, whoever had them done. What is called in a shell writes to the terminal alone
 * (measured on 257 and 262): of it there is at most who got root for it.
 */
import type { Message } from '../../shared/messages/message.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { runProgram } from '../node/run-program.ts';
import { findProgram } from './systemd-version.ts';
import { journalText, problemOf } from './unit-log.ts';

const TIMEOUT_MS = 5000;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_LINES = 2000;
/** Of calls by hand, each a line. */
const MOST_CALLS = 200;
const MOST_NAMES = 100;

/** The child that merges has a name of its own; `veneer-helper` is Veneer, asked by whomever. */
const WHO = [
  '(sd-merge)',
  '(sd-unmerge)',
  'systemd-sysext',
  'systemd-confext',
  'systemd-sysupdate',
  'veneer-helper',
] as const;
const FIELDS =
  'MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,UNIT,_SYSTEMD_UNIT,_BOOT_ID,_EXE,VENEER_CALL,VENEER_VERB,VENEER_USER,VENEER_OUTCOME,EXTENSION';
const FAILED = ['_PID=1', 'JOB_RESULT=failed', 'UNIT=systemd-sysext.service', 'UNIT=systemd-confext.service'] as const;
/** sudo (sudoers(5)) and pkexec (pkexec.c) name the command, run0 and systemd-run name their unit by it. */
const CALLS = String.raw`(COMMAND=|\[(run0|systemd-run)\] )\S*/systemd-(sysext|confext|sysupdate) `;

export interface JournalLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly boot: string;
  /** What said it, by its own word. */
  readonly who: string;
  /** Which unit said it, and which one it is about. */
  readonly unit: string;
  readonly about: string;
  readonly program: string;
  readonly priority: number;
  readonly text: string;
  /** Of Veneer's helper; '' of all others. */
  readonly call: string;
  readonly verb: string;
  readonly user: string;
  readonly outcome: string;
  readonly names: readonly string[];
}

export interface MergeJournal {
  /** Oldest first. */
  readonly lines: readonly JournalLine[];
  /** Why lines may be missing; null where they are all there. */
  readonly problem: Message | null;
}

/**
 * @param since milliseconds since 1970; of what is older, and of more than 2000 lines, nothing is told
 * @param program journalctl(1); null where there is none
 */
export async function readMergeJournal(since: number, program = findProgram('journalctl')): Promise<MergeJournal> {
  if (program === null) return { lines: [], problem: messageOf('service.there-is-no-journal') };
  const of = ['--no-pager', `--since=@${Math.floor(since / 1000)}`];
  const json = [...of, '--quiet', '--output=json', `--output-fields=${FIELDS}`];
  const running = { timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES };
  const words = WHO.map((who) => `SYSLOG_IDENTIFIER=${who}`);
  const [said, called, beside] = await Promise.all([
    runProgram(program, [...json, `--lines=${MOST_LINES}`, '_UID=0', ...words, '+', ...FAILED], running),
    runProgram(
      program,
      [...json, `--lines=${MOST_CALLS}`, `--grep=${CALLS}`, '--case-sensitive=yes']
        // Whoever gets root is not root yet, so that their program is looked at instead.
        .concat(['_COMM=sudo', '_COMM=pkexec', '+', '_PID=1', 'JOB_TYPE=start', 'JOB_RESULT=done']),
      running,
    ),
    // What is printed as JSON is printed without a word on what may not be read, or is not there (252 to 262).
    runProgram(program, [...of, '--lines=1', '--output=short', '_UID=0', ...words], running),
  ]);
  // A journalctl that was built without patterns tells nothing of calls; that is no trouble of the journal.
  const lines = [...said.stdout.split('\n'), ...called.stdout.split('\n')].flatMap(
    (line) => parseJournalLine(line) ?? [],
  );
  const broken = said.broken ?? called.broken;
  const problem =
    broken === null
      ? problemOf(`${said.stderr}${beside.stderr}`, lines.length > 0)
      : messageOf('service.journal-did-not-answer', { reason: broken });
  return { lines: lines.sort((a, b) => a.at - b.at), problem };
}

/** One line of `journalctl --output=json`; null for what is none, or has no time. */
export function parseJournalLine(line: string): JournalLine | null {
  if (line === '') return null;
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = Object(JSON.parse(line)) as typeof fields;
  } catch {
    return null;
  }
  const at = Math.floor(Number(fields['__REALTIME_TIMESTAMP'] ?? Number.NaN) / 1000);
  // The last time that a Date can have.
  if (!(at > 0 && at <= 8.64e15)) return null;
  const text = (name: string): string => (fields[name] == null ? '' : journalText(fields[name]));
  const { EXTENSION: names = [] } = fields;
  const priority = Number(fields['PRIORITY'] ?? 6);
  return {
    at,
    boot: text('_BOOT_ID'),
    who: text('SYSLOG_IDENTIFIER'),
    unit: text('_SYSTEMD_UNIT'),
    about: text('UNIT'),
    program: text('_EXE'),
    priority: Number.isInteger(priority) ? priority : 6,
    text: text('MESSAGE'),
    call: text('VENEER_CALL'),
    verb: text('VENEER_VERB'),
    user: text('VENEER_USER'),
    outcome: text('VENEER_OUTCOME'),
    names: [names]
      .flat()
      .filter((one) => typeof one === 'string')
      .slice(0, MOST_NAMES)
      .map(journalText),
  };
}
