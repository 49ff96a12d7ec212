/** veneer apply --on: makes other hosts what a file declares, by Ansible. Nothing is changed where not all of them can be. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { outcomeText } from '../../shared/declared/outcome-text.ts';
import { inventoryText, playbookFor } from '../../shared/declared/playbook.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import { changeHosts, isDone } from '../ansible/change-hosts.ts';
import { ansiblePlaybook, notInstalled } from '../ansible/run-playbook.ts';
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
    const { outcomes, isCheck } = await changeHosts({
      ...{ playbook: path, hosts, dryRun, signal },
      inventory: inventory === null ? join(folder, 'hosts.yaml') : resolve(inventory),
      isOwn: inventory === null,
      onOutcome(one, check) {
        // Before it is done for real, only what is in the way is worth a word.
        if (!json && (dryRun || !check || !isDone(one))) printOut(outcomeText(one, check));
      },
    });
    if (!json && isCheck && !dryRun) tellHint(messageOf('declared.ansible-nothing-changed'));
    if (json) sayAnswer('apply', { hosts: [...outcomes], lacks });
    return outcomes.every(isDone) ? 0 : ERROR_CODES.partly.exitCode;
  } finally {
    end();
    rmSync(folder, { recursive: true, force: true });
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
