import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { destinationText, parseDestination } from './destination.ts';
import { readInventory } from './inventory.ts';
import { readSshConfig } from './ssh-config.ts';

test.each([
  ['nas', { user: null, host: 'nas', port: null }],
  ['core@edge-01.example.org:2222', { user: 'core', host: 'edge-01.example.org', port: 2222 }],
  ['fe80::1%eth0', { user: null, host: 'fe80::1%eth0', port: null }],
  ['root@[2001:db8::7]:22', { user: 'root', host: '2001:db8::7', port: 22 }],
])('%s is a host', (text, expected) => {
  expect(parseDestination(text)).toEqual(expected);
  expect(destinationText(parseDestination(text))).toBe(text);
});

test.each([
  '',
  '-oProxyCommand=reboot',
  'root@-oProxyCommand=reboot',
  '-l@host',
  'a b',
  'a\nb',
  'host;reboot',
  '$(reboot)',
  'host:0',
  'host:65536',
  'host:22:',
  '@host',
  'a\u202eb',
  '[::1',
  'x'.repeat(300),
])('%j is no host', (text) => {
  expect(() => parseDestination(text)).toThrow('is no host');
});

test('of an OpenSSH config the names of single hosts are taken, and what it includes', () => {
  const text = `Include conf.d/*.conf "with space"
Host a "b c" *.example !d e # no f
  HostName 10.0.0.1
host=g
Match host h
`;
  expect(readSshConfig(text)).toEqual({ hosts: ['a', 'b c', 'e', 'g'], includes: ['conf.d/*.conf', 'with space'] });
});

const INI = `lonely
[web]
web[01:03].example ansible_host=10.0.0.1 # the first
db ansible_port=2222 ansible_user="admin"
local ansible_connection=local
[web:vars]
ansible_user=core
[all:vars]
ansible_port=22
[dc:children]
web
[dc:vars]
ansible_user=nobody
`;

const YAML = `all:
  vars: { ansible_user: core }
  hosts:
    lonely:
  children:
    web:
      vars: { ansible_port: 2222 }
      hosts:
        web[1:2]:
          ansible_host: 10.0.0.9
        db: { ansible_user: admin }
`;

test('an inventory in INI names hosts, with where ssh goes for them', () => {
  expect(readInventory(INI, 'hosts')).toEqual([
    { name: 'lonely', address: 'lonely:22' },
    { name: 'web01.example', address: 'core@10.0.0.1:22' },
    { name: 'web02.example', address: 'core@10.0.0.1:22' },
    { name: 'web03.example', address: 'core@10.0.0.1:22' },
    { name: 'db', address: 'admin@db:2222' },
  ]);
});

test('an inventory in YAML does too', () => {
  expect(readInventory(YAML, 'hosts.yml')).toEqual([
    { name: 'lonely', address: 'core@lonely' },
    { name: 'web1', address: 'core@10.0.0.9:2222' },
    { name: 'web2', address: 'core@10.0.0.9:2222' },
    { name: 'db', address: 'admin@db:2222' },
  ]);
});

test.each(['a: &x [*x', 'a: *b\n', '---\n- a\n'])('%j is no inventory, or an empty one', (text) => {
  expect(() => {
    const found = readInventory(text, 'hosts');
    if (found.length === 0) throw new Error('is no Ansible inventory');
  }).toThrow('is no Ansible inventory');
});

/** What each would cost: hours in the patterns, a thousand million names, and as many groups of hosts. */
test.each([
  ['line breaks', `${'\n'.repeat(2_000_000)}web`, ['web']],
  ['brackets', `${'[\n'.repeat(500_000)}`, null],
  ['one long word', 'a'.repeat(4_000_000), null],
  ['quotes', `web ${'"\'" '.repeat(800_000)}`, ['web']],
  ['ranges of ranges', 'web[1:1000][1:1000][1:1000]', 'too-large'],
  ['ranges without end', `web${'[a:a]'.repeat(800_000)}`, null],
  ['ranges of ranges in YAML', 'all:\n  hosts:\n    web[1:1000][1:1000][1:1000]:\n', 'too-large'],
  ['hosts in groups', Array.from({ length: 100_000 }, (_, at) => `[g${at}]\nh[1:1000]\n`).join(''), 'too-large'],
  [
    'groups in groups',
    `[x]\nh[1:1000]\n${Array.from({ length: 100_000 }, (_, at) => `[p${at}:children]\nx\n`).join('')}`,
    'too-large',
  ],
] as const)('an inventory of %s costs little', (_, text, expected) => {
  if (expected === 'too-large') {
    expect(() => readInventory(text, 'hosts')).toThrow(expect.objectContaining({ code: 'too-large' }));
    return;
  }
  const names = readInventory(text, 'hosts').map(({ name }) => name);
  if (expected === null) expect(names.length).toBeLessThan(2);
  else expect(names).toEqual(expected);
});

test.runIf(existsSync('/usr/bin/ansible-inventory')).each([
  ['hosts', INI],
  ['hosts.yml', YAML],
])('%s means the same hosts to ansible-inventory (needs ansible-core)', (name, text) => {
  const place = `/tmp/veneer-inventory-${process.pid}-${name}`;
  spawnSync('/usr/bin/dd', [`of=${place}`], { input: text });
  const { stdout } = spawnSync('/usr/bin/ansible-inventory', ['-i', place, '--list'], {
    encoding: 'utf8',
    // It refuses to start in a locale that is not UTF-8.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  spawnSync('/usr/bin/rm', [place]);
  const told = JSON.parse(stdout)._meta.hostvars as Record<string, Record<string, string | number>>;
  for (const { name: host, address } of readInventory(text, name)) {
    const of = told[host] ?? {};
    const user = of['ansible_user'] === undefined ? null : String(of['ansible_user']);
    const port = of['ansible_port'] === undefined ? null : Number(of['ansible_port']);
    const expected = destinationText({ user, host: String(of['ansible_host'] ?? host), port });
    expect(address ?? host).toBe(expected);
  }
});

test('a port and a user that stand in a name or an address stay beside variables of the other', () => {
  const text = 'web:2222 ansible_user=admin\nbox ansible_host=core@10.0.0.1 ansible_port=22\n';
  // So ansible-inventory(1) --list has the first, with its port as ansible_port; ssh itself takes the second apart.
  expect(readInventory(text, 'hosts').map(({ address }) => address)).toEqual(['admin@web:2222', 'core@10.0.0.1:22']);
});
