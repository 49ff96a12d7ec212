/** Commands of systemd that somebody got root for, by what sudo, pkexec, run0 and systemd-run write into the journal. */
import type { JournalEvent } from './journal-event.ts';
import type { JournalLine } from './merge-journal.ts';

/** sudoers(5), "Event logging via syslog"; of what was not allowed the reason stands before the first of the fields. */
const BY_SUDO = /^\s*(\S+) : (?:[A-Z]+=[^;]* ; )+COMMAND=(.+)$/;
/** log_message() of pkexec.c. */
const BY_PKEXEC = /^(\S+): Executing command \[USER=root\] \[TTY=[^\]]*\] \[CWD=[^\]]*\] \[COMMAND=(.+)\]$/;
/** Recorded in e2e/fixtures/journal. */
const BY_RUN = /^Started \S+ - \[(?:run0|systemd-run)\] (.+)\.$/;
const COMMAND = /^(?:\/\S*\/)?(systemd-(sysext|confext|sysupdate)) (.+)$/;
const CHANGING = /^(?:(?:un)?merge|refresh|update|vacuum)$/;

/** null for a line that tells of none, or of one that only looks. */
export function callIn(line: JournalLine): JournalEvent | null {
  const { at, boot } = line;
  const [by, words] = wordsIn(line);
  const [, program, kind, rest = ''] = COMMAND.exec(words) ?? [];
  const verb = rest.split(' ').find((word) => CHANGING.test(word));
  if (program === undefined || verb === undefined) return null;
  return {
    ...{ from: at, at, boot, what: 'call', by, names: null, failure: null },
    class: kind === 'sysext' || kind === 'confext' ? kind : null,
    unit: line.who === 'systemd' ? line.about : '',
    command: `${program} ${verb}`,
  };
}

/** What a program says of itself anybody can say; where it stands, the kernel tells. */
function wordsIn({ who, program, text }: JournalLine): [by: string, words: string] {
  const isOwn = program.startsWith('/usr/');
  if (isOwn && program.endsWith('/sudo')) return asPair(BY_SUDO.exec(text));
  if (isOwn && program.endsWith('/pkexec')) return asPair(BY_PKEXEC.exec(text));
  return who === 'systemd' ? ['', BY_RUN.exec(text)?.[1] ?? ''] : ['', ''];
}

const asPair = (found: RegExpExecArray | null): [string, string] => [found?.[1] ?? '', found?.[2] ?? ''];
