/** What a download may not take: more than any image has, or the last room of the disk. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isLocal, localPath } from '../http/address.ts';
import { hostOf } from '../http/client.ts';
import type { DownloadWriter } from './download-writer.ts';
import type { Order } from './order.ts';
import { refuseWithoutRoom } from './room.ts';

export function refuseTooLarge({ address, limit }: Order, size: number): void {
  if (size <= limit) return;
  throw new VeneerError(
    'too-large',
    messageOf('download.sends-more-than-any-image-has', {
      host: isLocal(address) ? localPath(address) : hostOf(address),
    }),
    {
      nextStep: messageOf('download.tell-who-runs-remote-nothing-of'),
      detail: `${address}: more than ${limit} bytes`,
    },
  );
}

export function refuseUnlessRoom({ folder }: Order, writer: DownloadWriter): void {
  refuseWithoutRoom(folder, Math.max(0, (writer.identity?.total ?? writer.received) - writer.received));
}
