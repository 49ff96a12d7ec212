/** A report with names that a stranger chose, in each format: a sign of the format is nothing but a sign in it. */
import { expect, test } from 'vitest';
import { englishOf, foreignText, isMessage, messageOf, type Text } from '../../../shared/messages/message.ts';
import { reportCsv } from './csv.ts';
import { reportHtml } from './html.ts';
import { reportMarkdown } from './markdown.ts';
import type { Report, Told } from './report-text.ts';

const shown = (text: Text) => (isMessage(text) ? englishOf(text) : text);

function extension(name: string, more: Partial<Report['extensions'][number]> = {}): Report['extensions'][number] {
  const path = `/var/lib/extensions/${name}`;
  const reason = foreignText('It fits any OS.');
  return {
    name,
    class: 'sysext',
    version: '1.0',
    state: 'ready',
    merged: false,
    form: 'folder',
    path,
    verdict: 'any-os',
    reason,
    ...more,
  };
}

const reportOf = (...names: readonly string[]) =>
  ({
    host: { osName: '<b>OS</b> | *x*' },
    extensions: names.map((name) => extension(name)),
    more: 2,
  }) as unknown as Report;
const TOLD: Told = {
  head: ['Veneer 1.0 <i>'],
  sections: [{ head: messageOf('cli.report-pins'), rows: ['a_b: [1](http://example.org) `x`'] }],
};

/** As RFC 4180 reads it. */
function cellsIn(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('CSV: every cell comes back, and none is a formula', () => {
  const names = ['plain', 'a,b', 'say "x"', "=cmd|' /C calc'!A0", '+1', '-1', '@x', 'ünï'];
  const [heads, ...rows] = cellsIn(reportCsv(reportOf(...names), shown));
  expect(heads).toEqual(['NAME', 'VERSION', 'CLASS', 'STATE', 'FORM', 'PATH', 'NOTE']);
  expect(rows.map(([name]) => name)).toEqual([
    'plain',
    'a,b',
    'say "x"',
    "'=cmd|' /C calc'!A0",
    ...["'+1", "'-1", "'@x", 'ünï'],
  ]);
  for (const row of rows) expect(row).toHaveLength(7);
  expect(rows[0]?.slice(1)).toEqual([
    '1.0',
    'sysext',
    'merged next time',
    'folder',
    '/var/lib/extensions/plain',
    'It fits any OS.',
  ]);
});

test('Markdown: a row is a row, and nothing is markup', () => {
  const text = reportMarkdown(TOLD, reportOf('a|b', '`x`', '<img src=x>', '[a](b)', '*_~#@user'), shown);
  const lines = text.split('\n');
  expect(lines[0]).toBe('# System extensions on &lt;b&gt;OS&lt;/b&gt; \\| \\*x\\*'.replaceAll('&gt;', '>'));
  const rows = lines.filter((line) => line.startsWith('| '));
  expect(rows).toHaveLength(7);
  for (const row of rows) expect(row.replaceAll(/\\./g, '').split('|')).toHaveLength(9);
  expect(rows[2]).toContain('a\\|b');
  expect(rows[3]).toContain('\\`x\\`');
  expect(rows[4]).toContain('&lt;img src=x>');
  expect(rows[5]).toContain('\\[a\\]\\(b\\)');
  expect(rows[6]).toContain('\\*\\_\\~\\#\\@user');
  expect(lines).toContain('and 2 more');
  expect(lines).toContain('## Pinned or held');
  expect(text).not.toContain('](http');
});

test('HTML: no element but ours', () => {
  const names = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '&lt;', "' onclick='"];
  const page = reportHtml(TOLD, reportOf(...names), shown, 'en', new Date('2026-01-02T03:04:05Z'));
  const elements = new Set([...page.matchAll(/<\/?([a-z!][a-z0-9]*)/g)].map(([, name]) => name));
  expect([...elements].sort()).toEqual(
    ['!doctype', 'body', 'footer', 'h1', 'h2', 'head', 'html', 'main', 'meta', 'p', 'section', 'span', 'style'].concat(
      'table',
      'tbody',
      'td',
      'th',
      'thead',
      'time',
      'title',
      'tr',
    ),
  );
  expect(page).toContain('<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>');
  expect(page).toContain('<td>&amp;lt;</td>');
  expect(page).toContain('<time datetime="2026-01-02T03:04:05.000Z">2026-01-02 03:04 UTC</time>');
  expect(page.match(/<tr>/g)).toHaveLength(5);
});
