/** A downloader that misbehaves as the last part of the address says; a process like the real one, under the same limits. */

import type { FromDownloader, ToDownloader } from '../../electron/downloads/fetcher.ts';
import { foreignText } from '../../shared/messages/message.ts';

const say = (message: FromDownloader) => void process.send?.(message);
const kept: unknown[] = [];

function misbehave(how: string): void {
  if (how === 'hang') for (;;) kept.length = 0;
  if (how === 'buffers') for (;;) kept.push(Buffer.alloc(16 * 2 ** 20, 1));
  if (how === 'dies') process.exit(1);
  const message = foreignText(Object.keys(process.env).sort().join(' '));
  say({ type: 'failed', report: { code: 'internal', message, nextStep: null, detail: null } });
}

process.on('message', (message: ToDownloader) => {
  if (message.type === 'start') misbehave(message.order.address.split('/').at(-1) ?? '');
});
process.on('disconnect', () => process.exit(0));
say({ type: 'ready' });
