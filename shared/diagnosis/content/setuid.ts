import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { InsideFacts } from './facts.ts';

const SETUID = 0o4000;
const SETGID = 0o2000;

/** Programs that run with the rights of whom they belong to. */
export const setuid = rule(['setuid'], 'execve(2): set-user-ID and set-group-ID', (facts: InsideFacts) => {
  const { isSeen, isFile, mode, path } = facts;
  if (!isSeen || !isFile || (mode & (SETUID | SETGID)) === 0) return [];
  const whose = (mode & SETUID) !== 0 ? messageOf('extension.its-owner') : messageOf('extension.its-group');
  const message = messageOf('extension.runs-with-rights-of-mode', { whose, mode: mode.toString(8) });
  return [{ id: 'setuid', severity: 'warning', subject: inExtension(facts, path), message }];
});
