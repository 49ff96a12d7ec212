/** veneer apply --on: makes other hosts what a file declares, by Ansible. Nothing is changed where not all of them can be. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inventoryText, playbookFor } from '../../shared/declared/playbook.ts';
import type { HostOutcome } from '../../shared/declared/playbook-outcomes.ts';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import { ansiblePlaybook, notInstalled, runPlaybook } from '../ansible/run-playbook.ts';
import { readDeclared } from './declared-file.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { printOut, sayAnswer, tellHint, tellNote, textOf } from './terminal.ts';

/** Where the file is handed over. */
const HANDED = 'veneer-playbook';
const MOST_HANDED = 99;

export async function runApplyOn(invocation: Invocation, on: string): Promise<number> {
  const { json, dryRun, inventory } = invocation;
  const hosts = [...new Set(on.split(',').filter((host) => host !== ''))];
  const { declared, unknown } = readDeclared(invocation.operands[0] ?? '');
  const playbook = playbookFor(hosts, declared, { merge: invocation.now, say: textOf });
  const { text } = playbook;
  const lacks = [...unknown, ...playbook.lacks];
  if (!json) for (const one of lacks) tellNote(one);
  if (ansiblePlaybook() === null) {
    tellNote(messageOf('declared.ansible-playbook-is-in', { path: handOver(text) }));
    throw notInstalled();
  }
  const folder = mkdtempSync(join(tmpdir(), 'veneer-playbook-'));
  const { signal, end } = interruptible();
  try {
    const path = join(folder, 'playbook.yaml');
    writeFileSync(path, text);
    writeFileSync(join(folder, 'hosts.yaml'), inventoryText(hosts.map((name) => ({ name, at: null }))));
    const files = {
      playbook: path,
      inventory: inventory === null ? join(folder, 'hosts.yaml') : resolve(inventory),
      signal,
    };
    const outcomes = await carryOut(files, hosts, { json, dryRun, isOwn: inventory === null });
    if (json) sayAnswer('apply', { hosts: [...outcomes], lacks });
    return outcomes.every(isDone) ? 0 : ERROR_CODES.partly.exitCode;
  } finally {
    end();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Way {
  readonly json: boolean;
  readonly dryRun: boolean;
  /** Whether the inventory has these hosts and nothing else. */
  readonly isOwn: boolean;
}

async function carryOut(
  files: Pick<Parameters<typeof runPlaybook>[0], 'playbook' | 'inventory' | 'signal'>,
  hosts: readonly string[],
  { json, dryRun, isOwn }: Way,
): Promise<readonly HostOutcome[]> {
  const run = async (check: boolean, isTold: (one: HostOutcome) => boolean) => {
    const onOutcome = (one: HostOutcome) => {
      if (!json && isTold(one)) printOut(outcomeText(one, check));
    };
    const outcomes = await runPlaybook({ ...files, check, onOutcome });
    const left = isOwn ? hosts.filter((host) => !outcomes.some((one) => one.host === host)) : [];
    const more = [
      ...outcomes.filter(({ outcome }) => outcome === 'unknown'),
      ...left.map((host): HostOutcome => ({ host, outcome: 'not-begun', changes: 0, task: null, said: null })),
    ];
    for (const one of more) onOutcome(one);
    return [...outcomes, ...more.filter(({ outcome }) => outcome === 'not-begun')];
  };
  if (dryRun) return run(true, () => true);
  // Whoever cannot be reached, or lacks what it needs, is known before anything is changed.
  const before = await run(true, (one) => !isDone(one));
  if (!before.every(isDone)) {
    if (!json) tellHint(messageOf('declared.ansible-nothing-changed'));
    return before;
  }
  return run(false, () => true);
}

const isDone = ({ outcome }: HostOutcome): boolean => outcome === 'changed' || outcome === 'same';

function outcomeText({ host, outcome, changes, task, said }: HostOutcome, check: boolean): Message {
  switch (outcome) {
    case 'changed':
      return check
        ? messageOf('declared.host-would-change', { host, count: changes })
        : messageOf('declared.host-changed', { host, count: changes });
    case 'same':
      return messageOf('declared.host-same', { host });
    case 'failed':
      return messageOf('declared.host-failed', { host, task: task ?? '', said: foreignText(said ?? '') });
    case 'unreachable':
      return messageOf('declared.host-unreachable', { host, said: foreignText(said ?? '') });
    case 'not-begun':
      return messageOf('declared.host-not-begun', { host });
    case 'unknown':
      return messageOf('declared.host-unknown', { host });
  }
}

/** Writes it here, under a name that is free. @returns its path */
function handOver(text: string): string {
  for (let number = 1; number <= MOST_HANDED; number++) {
    const path = resolve(number === 1 ? `${HANDED}.yaml` : `${HANDED}-${number}.yaml`);
    try {
      writeFileSync(path, text, { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (readFileSync(path, 'utf8') === text) return path;
    }
  }
  throw new VeneerError('busy', messageOf('declared.ansible-too-many-files', { name: HANDED }));
}
