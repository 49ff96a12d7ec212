/** What a desktop is to tell of a host: updates that can be had, and what is not merged any more since the OS became another. */
import { canUpdate, updateKey } from '../../shared/changes/updatable.ts';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Notice } from '../../shared/model/notice.ts';
import type { UpdateItem } from '../../shared/model/update.ts';
import type { Host } from '../hosts/host.ts';

/**
 * Takes what the person was not told of yet: whoever calls tells it, and nobody does again.
 *
 * @param items what is known of updates; of those that cannot be had nothing is told
 */
export async function takeNotices(host: Host, items: readonly UpdateItem[]): Promise<Notice[]> {
  const change = await host.droppedByOs();
  const updates = items
    .filter(canUpdate)
    .map((item) => ({ fact: `update ${updateKey(item)} ${item.newest}`, line: `${item.name} ${item.newest}` }));
  const dropped = (change?.dropped ?? []).map((one) => ({
    fact: `dropped ${one.class}/${one.name} by ${change?.after}`,
    line: one.name,
  }));
  const fresh = new Set(host.tellOnce([...updates, ...dropped].map(({ fact }) => fact)));
  const linesOf = (all: typeof updates) =>
    all.flatMap(({ fact, line }) => (fresh.has(fact) ? [foreignText(line)] : []));
  return [
    noticeOf(messageOf('history.dropped-by-os', { os: change?.after ?? '' }), linesOf(dropped)),
    noticeOf(messageOf('cli.updates-are-there'), linesOf(updates)),
  ].flatMap((one) => one ?? []);
}

const noticeOf = (title: Message, lines: Message[]): Notice | null => (lines.length === 0 ? null : { title, lines });
