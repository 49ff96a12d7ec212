/** Debian's ansible-playbook itself, on names that are all this machine. Nothing is written anywhere. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { HostOutcome } from '../../shared/declared/playbook-outcomes.ts';
import { ansiblePlaybook, runPlaybook } from './run-playbook.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('ansible');
});
afterEach(() => scratch.remove());

/** @param words of a command, where `{{ inventory_hostname }}` is the host */
function play(words: readonly string[], hosts: string, signal?: AbortSignal) {
  const task = { command: { argv: words }, changed_when: true, check_mode: false, name: 'a step' };
  const head = { hosts, gather_facts: false, serial: 1, any_errors_fatal: true };
  return run(JSON.stringify([{ ...head, tasks: [task] }]), signal);
}

function run(playbook: string, signal = new AbortController().signal) {
  scratch.put('play.yaml', playbook);
  const local = { ansible_connection: 'local', ansible_python_interpreter: '/usr/bin/python3' };
  scratch.put('hosts.yaml', JSON.stringify({ all: { hosts: { a: {}, b: {}, c: {} }, vars: local } }));
  const told: HostOutcome[] = [];
  const files = { playbook: join(scratch.path, 'play.yaml'), inventory: join(scratch.path, 'hosts.yaml') };
  const outcomes = runPlaybook({ ...files, check: false, signal, onOutcome: (one) => told.push(one) });
  return { outcomes, told };
}

test.skipIf(ansiblePlaybook() === null)(
  'hosts one after the other, until one fails; one that the inventory does not have (needs ansible-core)',
  async () => {
    const { outcomes, told } = play(['test', '{{ inventory_hostname }}', '!=', 'b'], 'a,b,c,d');
    const same = { changes: 0, task: null, said: null };
    expect(await outcomes).toEqual([
      { ...same, host: 'a', outcome: 'changed', changes: 1 },
      { ...same, host: 'b', outcome: 'failed', task: 'a step', said: 'non-zero return code' },
      { ...same, host: 'd', outcome: 'unknown' },
    ]);
    expect(told.map(({ host }) => host)).toEqual(['a', 'b']);
  },
  60_000,
);

test.skipIf(ansiblePlaybook() === null)(
  'what Ansible refuses is told in its words, and whoever stops it does not wait (needs ansible-core)',
  async () => {
    await expect(run('- hosts: a\n  task: []\n').outcomes).rejects.toMatchObject({ code: 'systemd-failed' });
    const stop = new AbortController();
    const { outcomes } = play(['sleep', '20'], 'a', stop.signal);
    setTimeout(() => stop.abort(), 1500);
    const began = performance.now();
    await expect(outcomes).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - began).toBeLessThan(15_000);
  },
  60_000,
);
