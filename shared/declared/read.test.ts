/** A file that is wrong is refused with the place of what is wrong, soon, whatever stands in it. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Declared } from '../model/declared.ts';
import { VeneerError } from '../model/errors.ts';
import { declaredIn } from './read.ts';
import { parseYaml } from './yaml.ts';

const read = (text: string) => declaredIn(parseYaml(text, 'host.yaml'));

/** What is said of a text that is refused. */
function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof VeneerError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it is taken');
}

test('what is not said has its usual meaning', () => {
  expect(read('veneer: 1\n')).toEqual({ veneer: 1, extensions: [], remotes: [], pins: [], masks: [], boot: {} });
  const text = `
veneer: 1
extensions:
  - name: docker
    version: 24.0.9
    from: flatcar
  - {name: etc, class: confext, enabled: false}
  - {name: kubernetes, stream: v1.32.*}
pins:
  - {name: docker, held: true}
boot: {sysext: true}
`;
  expect(read(text)).toMatchObject({
    extensions: [
      { name: 'docker', class: 'sysext', version: '24.0.9', from: 'flatcar', enabled: true },
      { name: 'etc', class: 'confext', enabled: false },
      { name: 'kubernetes', stream: 'v1.32.*' },
    ],
    pins: [{ name: 'docker', class: 'sysext', held: true }],
    boot: { sysext: true },
  });
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['veneer: 1\nextension: []\n', 'line 2, column 1: there is no field extension. Did you mean extensions?'],
    [
      'veneer: 1\nextensions:\n  - nmae: x\n    name: y\n',
      'line 3, column 5: there is no field nmae. Did you mean name?',
    ],
    ['veneer: 1\nfrobnication: 1\n', 'line 2, column 1: there is no field frobnication.'],
    ['veneer: 1\nextensions:\n  - version: "1"\n', 'line 3, column 5: name is missing.'],
    ['veneer: 1\nextensions:\n  - {name: x, version: 1.0}\n', 'line 3, column 24: version is text; put it in quotes.'],
    ['veneer: 1\nextensions: docker\n', 'line 2, column 13: extensions takes a list.'],
    ['veneer: 1\nboot: [1]\n', 'line 2, column 7: boot takes fields with values.'],
    ['veneer: 1\nboot: {sysext: yes}\n', 'line 2, column 16: sysext takes true or false.'],
    ['veneer: 1\nextensions:\n  - {name: x, class: kext}\n', 'line 3, column 22: class takes one of sysext, confext.'],
    ['veneer: 2\n', 'line 1, column 9: veneer takes one of 1.'],
    ['- 1\n', 'line 1, column 1: veneer takes fields with values.'],
    ['veneer: 1\nextensions:\n  - name: ../../etc/passwd\n', 'line 3, column 11: name cannot be ../../etc/passwd.'],
    ['veneer: 1\nextensions:\n  - {name: x, version: a/b}\n', 'line 3, column 24: version cannot be a/b.'],
    ['veneer: 1\nextensions: [{name: a}, {name: a}]\n', 'line 2, column 32: a is there twice.'],
    ['veneer: 1\npins: [{name: a}]\n', 'line 2, column 8: it takes version or held.'],
    ['veneer: 1\nextensions: [{name: a, version: "1", stream: 1.*}]\n', 'stream cannot stand beside version.'],
    [
      `veneer: 1\nextensions: [{name: a, source: {url: 'http://example.org/a.raw', sha256: ${'0'.repeat(64)}}}]\n`,
      'url cannot be http://example.org/a.raw.',
    ],
    ['veneer: 1\nveneer: 1\n', 'line 2, column 1: veneer is there twice.'],
    ['veneer: 1\n? [a]\n: b\n', 'line 2, column 3: a field is named by a word.'],
    ['veneer: 1\n__proto__: {}\n', 'there is no field __proto__.'],
    ['veneer: [\n', 'this is no YAML.'],
    ['veneer: "1\n', 'this is no YAML.'],
    ['veneer: &a 1\nboot: *a\n', 'line 2, column 7: anchors and aliases are not read here'],
    ['veneer: !!js/function x\n', 'line 1, column 9: tags are not read here.'],
    ['veneer: !!binary AAAA\n', 'line 1, column 9: tags are not read here.'],
    ['veneer: 1\n---\nveneer: 1\n', 'host.yaml has to hold one YAML document.'],
    [`veneer: ${'['.repeat(60)}${']'.repeat(60)}\n`, 'this is nested too deeply.'],
  ])('%j', (text, said) => {
    expect(refusal(text)).toContain(said);
    expect(refusal(text)).toMatch(/^invalid-input: host\.yaml/);
  });
});

test('the largest file is refused or read within seconds, whatever it holds', () => {
  const most = 1 << 20;
  const aliases = Array.from({ length: 9 }, (_, at) => `a${at + 1}: [${Array(9).fill(`*a${at}`).join(',')}]`);
  for (const text of [
    '['.repeat(most),
    '- '.repeat(most / 2),
    '\t:\n'.repeat(most / 3),
    'a:\n'.repeat(most / 3),
    '#a\n'.repeat(most / 3),
    `"${'a\n'.repeat(most / 2)}`,
    ['a0: &a0 x', ...aliases].join('\n'),
    '\u0000'.repeat(most),
    'a'.repeat(most),
  ]) {
    const began = performance.now();
    expect(refusal(text), text.slice(0, 10)).toMatch(/^(?:invalid-input|too-large): /);
    // It is far less on an idle machine; without the bound the first takes a quarter of a minute.
    expect(performance.now() - began, text.slice(0, 10)).toBeLessThan(8000);
  }
});

test('the published schema is made from the model', async () => {
  const schema = z.toJSONSchema(Declared, { io: 'input', unrepresentable: 'any' });
  const file = fileURLToPath(new URL('../../docs/json/veneer-yaml.schema.json', import.meta.url));
  expect(schema.additionalProperties).toBe(false);
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(file);
});
