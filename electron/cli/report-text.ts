/** What `report` says, as lines that are pasted into a report. */
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { HostFacts } from '../host/facts.ts';
import type { Answer } from './answers.ts';
import { hierarchyText, systemdText } from './status-text.ts';
import { safeText } from './terminal.ts';
import { WORD_OF_REMOTE, WORD_OF_STATE } from './words.ts';

export type Report = Answer<'report'>;

/** @param shown makes each text fit for others to read */
export function reportText(facts: HostFacts, report: Report, shown: (text: string) => string): string {
  const line = (text: Text) => shown(safeText(text));
  const section = (head: Message, rows: readonly Text[]) =>
    rows.length === 0 ? [] : [safeText(head), ...rows.map((one) => `  ${line(one)}`)];
  return [
    ...headOf(facts, report).map(line),
    ...section(messageOf('cli.report-extensions'), [
      ...report.extensions.map(extensionText),
      ...(report.more === 0 ? [] : [messageOf('cli.report-more', { count: report.more })]),
    ]),
    ...section(
      messageOf('cli.report-failures'),
      report.failures.map((one) => about(one.class, one.message)),
    ),
    ...section(messageOf('cli.report-pins'), report.pins.map(pinText)),
    ...section(messageOf('cli.report-remotes'), report.remotes.map(remoteText)),
    ...section(messageOf('cli.report-log'), report.log.flatMap(problemLines)),
    '',
  ].join('\n');
}

const about = (name: string, what: Text): Message => messageOf('cli.about', { name, what });

function headOf(facts: HostFacts, { veneer, host, executor, hierarchies, atBoot }: Report): Text[] {
  const fields = Object.entries(host.osRelease).map(([field, value]) => `${field}=${value}`);
  return [
    `Veneer ${veneer.version} · ${veneer.runtime} · ${veneer.program}`,
    ...(veneer.runsFrom === null ? [] : [messageOf('cli.report-runs-from', { name: veneer.runsFrom.name })]),
    joinTexts([host.osName, ...fields], ' · '),
    joinTexts([host.kernel, host.architecture, systemdText(facts)], ' · '),
    ...(host.osReleaseProblem === null ? [] : [host.osReleaseProblem]),
    ...(host.unseen === null ? [] : [host.unseen]),
    joinTexts([messageOf('cli.report-changes', { how: executor.sentence }), ...helperText(executor.helper)], ' '),
    ...hierarchies.map((one) =>
      one.extensions.length === 0
        ? hierarchyText(one)
        : joinTexts([hierarchyText(one), [...one.extensions].reverse().join(', ')], ': '),
    ),
    ...atBoot.map(({ unit, state }) => about(unit, state)),
  ];
}

function helperText(helper: Report['executor']['helper']): Message[] {
  if (helper === null) return [];
  return [messageOf(helper === 'installed' ? 'cli.report-helper-installed' : 'cli.report-helper-carried')];
}

function extensionText({
  name,
  class: extensionClass,
  version,
  state,
  form,
  path,
  reason,
}: Report['extensions'][number]) {
  const what = joinTexts([WORD_OF_STATE[state], version ?? '-', extensionClass, form, path, reason], ' · ');
  return about(name, what);
}

function pinText({ class: extensionClass, name, version, held }: Report['pins'][number]): Message {
  const notes: Text[] = [
    ...(version === null ? [] : [messageOf('cli.pinned-to', { version })]),
    ...(held ? [messageOf('cli.held')] : []),
  ];
  return about(`${name} (${extensionClass})`, joinTexts(notes, ' '));
}

const remoteText = ({ name, status, error }: Report['remotes'][number]): Message =>
  about(name, error === null ? WORD_OF_REMOTE[status] : joinTexts([WORD_OF_REMOTE[status], error], ', '));

const problemLines = ({ time, where, message, stack }: Report['log'][number]): Text[] => [
  `${time} ${where}: ${message}`,
  ...stack.map((one) => `  ${one}`),
];
