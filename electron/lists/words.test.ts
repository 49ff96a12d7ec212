import { expect, test } from 'vitest';
import { firstWords, inTable } from './words.ts';

test('the first words of a page, without marks', () => {
  const flatcar = `# Docker sysext

This sysext ships a custom [docker](https://docker.com)
with \`runc\`. ${'More of it. '.repeat(40)}

## Usage
`;
  expect(firstWords(flatcar)).toBe('This sysext ships a custom docker with runc.');
  const fedora = '# emacs\n\n## Compatibility\n\nThis sysext is compatible with all Fedora variants (CoreOS,\netc.).\n';
  expect(firstWords(fedora)).toBe('This sysext is compatible with all Fedora variants (CoreOS, etc.).');
  expect(firstWords('---\ntitle: x\n---\n# x\nRight below its heading.')).toBe('Right below its heading.');
  expect(firstWords('```\ncode\n```\n\n| a | b |\n\n- list\n\n![badge](x)\n\nAt last.')).toBe('At last.');
  expect(firstWords('# nothing else\n')).toBe(null);
  // Nothing in it acts where it is shown.
  expect(firstWords('a\u001b[31m b\u202e c')).toBe('a\ufffd[31m b\ufffd c');
  expect(firstWords('word '.repeat(2000))).toHaveLength(300);
});

test('a row of a table', () => {
  const page =
    '| Image | Description | Output |\n| --- | --- | --- |\n| **docker**   | Docker CE runtime   | sysext |\n';
  expect(inTable(page, 'docker')).toBe('Docker CE runtime');
  expect(inTable(page, 'dock')).toBe(null);
});
