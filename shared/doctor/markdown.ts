/** A Doctor's report as text that is pasted into a report of a fault, or a chat: Markdown, in which nothing foreign acts. */
import { type Message, messageOf, type Text } from '../messages/message.ts';
import type { DoctorItem, DoctorReport } from '../model/doctor.ts';
import type { Host } from '../model/host.ts';
import { titleOf } from './key.ts';
import { placeWord } from './line-of.ts';
import { SEVERITY_WORDS, summaryOf } from './summary.ts';

type Of = Pick<Host, 'osName' | 'architecture' | 'systemdVersion'>;

/**
 * @param say in which language; foreign signs that act are taken out by it
 * @returns with what is silenced and its reasons, lines of Markdown
 */
export function markdownOf(report: DoctorReport, host: Of, say: (text: Text) => string): string {
  const said = (text: Text) => plain(say(text));
  const { items, unread } = report;
  const systemd = host.systemdVersion === null ? [] : [`systemd ${host.systemdVersion}`];
  const parts = [
    `# Veneer Doctor\n`,
    `${plain([host.osName, host.architecture, ...systemd].join(' · '))}\n`,
    `${summaryOf(report).map(said).join(', ')}.\n`,
    ...items.map((one) => itemText(one, said)),
  ];
  if (unread.length > 0) {
    parts.push(`## ${said(messageOf('core.doctor-not-looked-at'))}\n`);
    parts.push(`${unread.map(({ problem }) => `- ${said(problem)}`).join('\n')}\n`);
  }
  return parts.join('\n');
}

function itemText({ key, diagnosis, proof, silenced }: DoctorItem, said: (text: Text) => string): string {
  const { severity, reason, nextStep } = diagnosis;
  const more = [reason, nextStep].filter((one): one is Message => one !== null);
  return [
    `## ${said(SEVERITY_WORDS[severity])}: ${said(titleOf(diagnosis))}\n`,
    ...more.map((one) => `${said(one)}\n`),
    ...proof.map(
      (one) => `- ${[placeWord(one), one.text].flatMap((word) => (word === null ? [] : code(word))).join(': ')}`,
    ),
    `- ${code(key)}`,
    ...(silenced === null ? [] : [`- ${said(messageOf('core.doctor-is-silenced', { reason: silenced.reason }))}`]),
    '',
  ].join('\n');
}

/** One line, in which nothing means more than it is. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|!~@]/g, '\\$&');

/** As it is, without what would end it. */
const code = (text: string): string => `\`${text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').replaceAll('`', "'")}\``;
