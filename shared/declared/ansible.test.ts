/** A playbook of awkward names says them and nothing else; that Ansible does it is held by e2e/specs/ansible.spec.ts. */
import { expect, test } from 'vitest';
import { parseDocument, visit } from 'yaml';
import { englishOf } from '../messages/message.ts';
import { Declared } from '../model/declared.ts';
import { ansibleText } from './ansible.ts';
import { inventoryText, playbookFor } from './playbook.ts';
import type { Provisioning } from './provisioning.ts';
import { ACTING_IN_FILE } from './yaml-text.ts';

const AWKWARD = `a'b"c {{ 7*7 }} {% if x %}{# y #} $(touch x) # {z}: \u202e\uffff&*!|>%@ ~`;
const HASH = 'a'.repeat(64);
const NOTHING: Provisioning = { fetched: [], written: [], links: [], directories: [], units: [], lacks: [] };

/** Every text of a playbook that Ansible would take for a template. */
function templates(text: string): string[] {
  const found: string[] = [];
  visit(parseDocument(text), {
    Scalar(_, { value, tag }) {
      if (typeof value === 'string' && /\{[{%#]/.test(value) && tag !== '!unsafe') found.push(value);
    },
  });
  return found;
}

const named = (...names: readonly string[]) => names.map((name) => ({ name, at: null }));

interface Task {
  readonly [module: string]: unknown;
}
const playOf = (text: string) =>
  (parseDocument(text).toJS() as readonly { readonly tasks: readonly Task[] }[])[0] ?? { tasks: [] };
const doneBy = (text: string, module: string) =>
  playOf(text).tasks.flatMap((task) => (task[`ansible.builtin.${module}`] ?? []) as object);

test('no name is a template, acts on a terminal or is read as something else', () => {
  const { text, lacks } = ansibleText(
    {
      ...NOTHING,
      written: [
        { path: '/etc/sysupdate.d/x.transfer', text: `{{ ${AWKWARD}\n` },
        { path: '/etc/sysupdate.d/y.transfer', text: 'no' },
      ],
      directories: [`/etc/extensions/${AWKWARD}`],
    },
    englishOf,
  );
  expect(lacks).toEqual([]);
  expect(templates(text)).toEqual([]);
  expect(templates('a: "{{ x }}"')).toEqual(['{{ x }}']);
  expect(text.match(ACTING_IN_FILE)).toBeNull();
  expect(text, 'PyYAML refuses it').not.toContain('\uffff');
  expect(text, 'in YAML 1.1 it is a boolean').toContain('content: "no"');
  expect(doneBy(text, 'copy')).toMatchObject([{ content: `{{ ${AWKWARD}\n` }, { content: 'no' }]);
  expect(doneBy(text, 'file')).toContainEqual({ path: `/etc/extensions/${AWKWARD}`, state: 'directory' });
});

test('what Ansible would put elsewhere is left out, and said', () => {
  const { text, lacks } = ansibleText(
    {
      ...NOTHING,
      links: [{ path: '/var/lib/extensions/a.raw', target: '/var/lib/extensions.d/$HOME.raw' }],
      directories: ['/etc/extensions/$HOME', `/etc/extensions/\${HOME}`, '/etc/extensions/$(x)'],
    },
    englishOf,
  );
  expect(text.replaceAll(/^#.*$/gm, '')).not.toMatch(/HOME/);
  expect(text).toContain('$(x)');
  expect(lacks.map(englishOf)).toEqual(
    ['/var/lib/extensions/a.raw', '/etc/extensions/$HOME', `/etc/extensions/\${HOME}`].map(
      (path) => `${path}: Ansible would put the value of a variable where the $ stands.`,
    ),
  );
});

test('a file that declares hosts goes from one to the next and stops at the first that fails', () => {
  const url = 'https://example.org/tool-2.0-x86-64.raw';
  const declared = Declared.parse({
    veneer: 1,
    extensions: [
      { name: 'tool', version: '2.0', source: { url, sha256: HASH } },
      { name: 'off', enabled: false },
      { name: 'packed', source: { url: `${url}.xz`, sha256: HASH } },
    ],
    masks: [{ name: 'etc', class: 'confext' }],
    pins: [{ name: 'tool', held: true }],
    boot: { sysext: true },
  });
  const { text, lacks } = playbookFor(['web-1', 'web-2'], declared, { merge: true, say: englishOf });
  expect(playOf(text)).toMatchObject({
    hosts: ['web-1', 'web-2'],
    serial: 1,
    any_errors_fatal: true,
    max_fail_percentage: 0,
    vars: { veneer_merge: true },
  });
  const path = '/var/lib/extensions.d/tool/tool-2.0-x86-64.raw';
  expect(doneBy(text, 'get_url')).toMatchObject([{ url, dest: path, checksum: `sha256:${HASH}` }]);
  expect(doneBy(text, 'file')).toEqual(
    expect.arrayContaining([
      { src: path, path: '/var/lib/extensions/tool.raw', state: 'link', force: true, follow: false },
      { path: '/etc/extensions/off', state: 'directory' },
      { path: '/var/lib/confexts/etc', state: 'directory' },
      { path: '/etc/extensions/tool', state: 'absent' },
    ]),
  );
  expect(doneBy(text, 'systemd')).toEqual([{ name: 'systemd-sysext.service', enabled: true }]);
  expect(lacks.map(englishOf)).toEqual([
    'off: the file does not say where it can be had; it takes a source.',
    `packed: ${url}.xz is no image that can be put there as it is.`,
  ]);
});

test('a host is a name and no pattern', () => {
  expect(parseDocument(inventoryText(named('web-1', 'yes'))).toJS()).toEqual({
    all: { hosts: { 'web-1': {}, yes: {} } },
  });
  expect(inventoryText(named('yes')), 'in YAML 1.1 it is a boolean').toContain('"yes"');
  for (const host of ['*', '!a', 'a:b', 'a,b', '~x', 'a[1:3]', '', '-x', '{{ x }}'])
    expect(() => inventoryText(named(host)), host).toThrow('for a pattern');
});
