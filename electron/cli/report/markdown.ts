/** A report as Markdown, to be pasted into an issue or a wiki. */
import { messageOf } from '../../../shared/messages/message.ts';
import type { Report, Told } from './report-text.ts';
import { cellsOf, HEADS, type Shown } from './rows.ts';

export function reportMarkdown({ head, sections }: Told, { host, extensions, more }: Report, shown: Shown): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(HEADS.map((one) => escaped(shown(one)))),
    line(HEADS.map(() => '---')),
    ...extensions.map((one) => line(cellsOf(one, shown).map(escaped))),
    ...(more === 0 ? [] : ['', escaped(shown(messageOf('cli.report-more', { count: more })))]),
  ];
  return [
    `# ${escaped(shown(messageOf('cli.report-title', { os: host.osName })))}`,
    '',
    ...head.map((one) => `- ${escaped(shown(one))}`),
    ...(extensions.length === 0 ? [] : ['', `## ${headOf(shown(messageOf('cli.report-extensions')))}`, '', ...table]),
    ...sections.flatMap((one) => [
      '',
      `## ${headOf(shown(one.head))}`,
      '',
      ...one.rows.map((row) => `- ${escaped(shown(row))}`),
    ]),
    '',
  ].join('\n');
}

/** Without the colon that a line of text has behind it. */
const headOf = (text: string): string => escaped(text.replace(/:$/, ''));

/** Every sign that CommonMark or a table of GitHub's gives a meaning, as a sign. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~@]/g, '\\$&');
