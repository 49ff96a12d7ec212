import { expect, test } from 'vitest';
import { parseDesktopArgs } from './command-line.ts';

test('files come behind two dashes, as paths or as addresses of files here', () => {
  const { files } = parseDesktopArgs(
    [
      '--ozone-platform-hint=auto',
      '--',
      'a.raw',
      '/b/c.raw',
      'file:///d/e%20f.raw',
      'file://elsewhere/g.raw',
      'file:///h%00i.raw',
      '--root=/x',
    ],
    '/home/me',
  );
  expect(files).toEqual([
    '/home/me/a.raw',
    '/b/c.raw',
    '/d/e f.raw',
    '/home/me/file:/elsewhere/g.raw',
    '/home/me/file:/h%00i.raw',
    '/home/me/--root=/x',
  ]);
});
