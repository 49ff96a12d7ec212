/** What `report` says, as lines that are pasted into a report. */
import { WORD_OF_STATE } from '../../../shared/changes/state-words.ts';
import { joinTexts, type Message, messageOf, type Text } from '../../../shared/messages/message.ts';
import type { HostFacts } from '../../host/facts.ts';
import type { Answer } from '../answers.ts';
import { hierarchyText, systemdText } from '../status-text.ts';
import { safeText } from '../terminal.ts';
import { WORD_OF_REMOTE } from '../words.ts';

export type Report = Answer<'report'>;

/** What a report says beside its extensions, in the language of who asks. */
export interface Told {
  /** Of Veneer and the host. */
  readonly head: readonly Text[];
  /** Only those that have something to say. */
  readonly sections: readonly { readonly head: Message; readonly rows: readonly Text[] }[];
}

export function toldBy(facts: HostFacts, report: Report): Told {
  const sections = [
    {
      head: messageOf('cli.report-failures'),
      rows: report.failures.map((one) => about(one.class, one.message)),
    },
    { head: messageOf('cli.report-pins'), rows: report.pins.map(pinText) },
    { head: messageOf('cli.report-remotes'), rows: report.remotes.map(remoteText) },
    { head: messageOf('cli.report-log'), rows: report.log.flatMap(problemLines) },
  ];
  return { head: headOf(facts, report), sections: sections.filter(({ rows }) => rows.length > 0) };
}

/** @param shown makes each text fit for others to read */
export function reportText(facts: HostFacts, report: Report, shown: (text: string) => string): string {
  const line = (text: Text) => shown(safeText(text));
  const { head, sections } = toldBy(facts, report);
  const extensions = {
    head: messageOf('cli.report-extensions'),
    rows: [
      ...report.extensions.map(extensionText),
      ...(report.more === 0 ? [] : [messageOf('cli.report-more', { count: report.more })]),
    ],
  };
  return [
    ...head.map(line),
    ...[extensions, ...sections]
      .filter(({ rows }) => rows.length > 0)
      .flatMap((one) => [safeText(one.head), ...one.rows.map((row) => `  ${line(row)}`)]),
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
    joinTexts([executor.sentence, ...helperText(executor.helper)], ' '),
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
