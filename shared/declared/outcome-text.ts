/** What became of a host of a playbook, for a person. */
import { foreignText, type Message, messageOf } from '../messages/message.ts';
import type { HostOutcome } from './playbook-outcomes.ts';

/** @param check whether it was only looked at */
export function outcomeText({ host, outcome, changes, task, said }: HostOutcome, check: boolean): Message {
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
