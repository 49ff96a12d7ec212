/** Asks on the terminal whether a change is kept that goes back by itself. */
import { createInterface } from 'node:readline/promises';
import { isatty } from 'node:tty';
import { messageOf } from '../../shared/messages/message.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Host } from '../hosts/host.ts';
import { isTerminal } from './manner.ts';
import { printOut, safeText } from './terminal.ts';

/** Whether somebody is there to be asked: a script is not. */
export const canAsk = (json: boolean): boolean => !json && isTerminal() && isatty(0);

/**
 * @returns whether it is kept
 */
export async function askToKeep(host: Host, { id, keepUntil }: Operation): Promise<boolean> {
  const left = (keepUntil ?? 0) - Date.now();
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const question = messageOf('cli.keep-this-change', { count: Math.max(0, Math.round(left / 1000)) });
    const answer = await lines.question(`${safeText(question)} `, { signal: AbortSignal.timeout(Math.max(0, left)) });
    const keeps = /^(?:y|yes|j|ja)$/i.test(answer.trim());
    await host.decide(id, keeps);
    printOut(messageOf(keeps ? 'helper.is-kept' : 'cli.went-back'));
    return keeps;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
    printOut('');
    printOut(messageOf('cli.goes-back'));
    return false;
  } finally {
    lines.close();
  }
}
