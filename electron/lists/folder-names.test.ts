import { expect, test } from 'vitest';
import { folderLinks } from './folder-names.ts';

test('links of an index page that lead one folder deeper', () => {
  const html = `<a href="tree/">tree</a> <a href='/base/x-1/'>x</a> <A HREF=docker/>d</A> <a href="../up/">up</a>
    <a href="https://else.example/base/y/">y</a> <a href="file.raw">f</a> <a href="a/b/">ab</a> <a href="?C=N">n</a>
    <a href=".hidden/">h</a> <a href="https://one.example/base/own/">own</a> <a href="%2e%2e/">dots</a>`;
  expect(folderLinks(html, 'https://one.example/base/')).toEqual(['tree', 'x-1', 'docker', 'own']);
});
