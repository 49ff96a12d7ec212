/** Debian's ansible-playbook itself, on names that are all this machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { changeHosts } from './change-hosts.ts';
import { ansiblePlaybook } from './run-playbook.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('change-hosts');
});
afterEach(() => scratch.remove());

const mark = (host: string) => join(scratch.path, `mark-${host}`);

/** Marks each host, where `b` cannot be marked; a check does not (ansible.builtin.copy supports check mode). */
async function change(hosts: readonly string[], dryRun = false) {
  const tasks = [
    { command: { argv: ['test', '{{ inventory_hostname }}', '!=', 'b'] }, changed_when: false, check_mode: false },
    { copy: { dest: mark('{{ inventory_hostname }}'), content: '' } },
  ];
  const play = { hosts: hosts.join(','), gather_facts: false, serial: 1, any_errors_fatal: true, tasks };
  const local = { ansible_connection: 'local', ansible_python_interpreter: '/usr/bin/python3' };
  scratch.put('play.yaml', JSON.stringify([play]));
  scratch.put(
    'hosts.yaml',
    JSON.stringify({ all: { hosts: Object.fromEntries(hosts.map((host) => [host, {}])), vars: local } }),
  );
  const told: string[] = [];
  const { outcomes, isCheck } = await changeHosts({
    ...{ playbook: join(scratch.path, 'play.yaml'), inventory: join(scratch.path, 'hosts.yaml') },
    ...{ hosts, dryRun, isOwn: true, signal: new AbortController().signal },
    onOutcome: ({ host, outcome }, check) => told.push(`${host} ${outcome}${check ? ' would' : ''}`),
  });
  return { isCheck, told, outcomes: outcomes.map(({ host, outcome }) => `${host} ${outcome}`) };
}

test.skipIf(ansiblePlaybook() === null)(
  'nothing is changed where one host cannot be, or where it only looks; else all are (needs ansible-core)',
  async () => {
    expect(await change(['a', 'b', 'c'])).toEqual({
      isCheck: true,
      told: ['a changed would', 'b failed would', 'c not-begun would'],
      outcomes: ['a changed', 'b failed', 'c not-begun'],
    });
    expect(await change(['a'], true)).toMatchObject({ isCheck: true, outcomes: ['a changed'] });
    expect(existsSync(mark('a'))).toBe(false);
    expect(await change(['a'])).toEqual({
      isCheck: false,
      told: ['a changed would', 'a changed'],
      outcomes: ['a changed'],
    });
    expect(existsSync(mark('a'))).toBe(true);
  },
  60_000,
);
