/** The addresses are those of the publishers: docs.github.com, and the Caddyfiles of flatcar/sysext-bakery and fedora-sysexts. */
import { expect, test } from 'vitest';
import { isNotesAddress, notesOf, notesOfRelease, opensInBrowser } from './release-notes.ts';

const RELEASES = 'https://github.com/flatcar/sysext-bakery/releases';

test.each([
  [`${RELEASES}/download/docker-29.6.2/`, 'docker-29.6.2-x86-64.raw', `${RELEASES}/tag/docker-29.6.2`],
  [`${RELEASES}/latest/download/`, 'docker-29.6.2-x86-64.raw', `${RELEASES}/latest`],
  // The server redirects each image to the release of its name.
  ['https://extensions.flatcar.org/extensions/', 'docker/docker-29.6.2-x86-64.raw', `${RELEASES}/tag/docker-29.6.2`],
  ['https://extensions.flatcar.org/extensions/docker/', 'docker-29.6.2-arm64.raw', `${RELEASES}/tag/docker-29.6.2`],
  [
    'https://extensions.fcos.fr/fedora/btop/',
    'btop-1.4.0-1.fc44-44-x86-64.raw',
    'https://github.com/fedora-sysexts/fedora/releases/tag/btop-1.4.0-1.fc44-44-x86-64',
  ],
  ['https://example.org/', 'docker-29.6.2-x86-64.raw', null],
  ['https://extensions.flatcar.org/extensions/', 'SHA256SUMS', null],
  ['https://github.com.example.org/a/b/releases/download/v1/', 'a.raw', null],
  ['https://github.com/a/b/releases/download/v1"><b/', 'a.raw', null],
])('the page of a release of %s, %s', (folder, path, page) => {
  expect(notesOfRelease({ folder, path })).toBe(page);
});

test('a transfer file comes first, with the version in it, and nothing twice', () => {
  const logs = [
    `${RELEASES}/tag/a-@v`,
    'https://example.org/news?v=@v#a',
    'http://example.org/',
    'javascript:alert(1)',
  ];
  const release = { folder: `${RELEASES}/download/a-1.0/`, path: 'a-1.0.raw' } as never;
  expect(notesOf(logs, '1.0', release)).toEqual([`${RELEASES}/tag/a-1.0`, 'https://example.org/news?v=1.0#a']);
  expect(
    notesOf(
      Array.from({ length: 9 }, (_, at) => `https://example.org/${at}`),
      '1',
      null,
    ),
  ).toHaveLength(5);
});

test.each([
  'https://me@example.org/',
  'https://example.org@evil.org/',
  'https://example.org/\u202egpj',
  'https://example.org/\u001b[2J',
  'https://example.org/ b',
  'https://ex\u0430mple.org/',
  `https://example.org/${'a'.repeat(500)}`,
  'https:///etc/passwd',
  '//example.org/',
])('%j is not shown as an address', (text) => {
  expect(isNotesAddress(text)).toBe(false);
});

test('the window opens what is on GitHub', () => {
  expect(opensInBrowser(`${RELEASES}/latest`)).toBe(true);
  expect(opensInBrowser('https://github.com.example.org/')).toBe(false);
});
