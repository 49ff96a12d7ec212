/** Which Veneer of this user works on a download: two windows must not write to one file. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Claims a folder until the claim is closed or the process ends, however it ends: the kernel takes an abstract socket
 * back by itself.
 *
 * @returns null where another process has it
 */
export function claim(folder: string): Promise<Server | null> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const server = createServer();
  server.unref();
  return new Promise((settle) => {
    server.once('error', () => settle(null));
    server.listen(`\0veneer-download-${process.getuid?.() ?? 0}-${name}`, () => settle(server));
  });
}
