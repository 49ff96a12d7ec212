import { expect, test } from 'vitest';
import { inventoryText, isAnsibleName } from '../declared/playbook.ts';
import { ansibleHosts } from './ansible-hosts.ts';

const host = (id: string, address: string | null = null) => ({ id, address });
const named = (...hosts: ReturnType<typeof host>[]) => ansibleHosts(hosts, isAnsibleName);

test('names stay, and what Ansible would take for a pattern has its address beside a name', () => {
  const hosts = named(host('edge'), host('web1', 'core@10.0.0.7:2222'), host('me@box:22'), host('[fe80::1]:22'));
  expect(hosts.map(({ name }) => name)).toEqual(['edge', 'web1', 'me@box-22', 'fe80-1-22']);
  // As Ansible's “How to build your inventory” calls them.
  expect(inventoryText(hosts)).toBe(`all:
  hosts:
    "edge": {}
    "web1":
      ansible_host: "10.0.0.7"
      ansible_user: "core"
      ansible_port: 2222
    "me@box-22":
      ansible_host: "box"
      ansible_user: "me"
      ansible_port: 22
    "fe80-1-22":
      ansible_host: "fe80::1"
      ansible_port: 22
`);
});

test('no two have one name', () => {
  const all = named(host('box:22'), host('box-22'), host('box-22-2'), host('box:022'));
  expect(all.map(({ name }) => name)).toEqual(['box-22-3', 'box-22', 'box-22-2', 'box-022']);
});
