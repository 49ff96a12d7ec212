/** One change at a time per host. */
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { VeneerError } from '../../shared/errors.ts';

/**
 * Runs `work` while no other helper works on the same root. The lock is an abstract unix socket, which the kernel
 * takes back when the holder dies, so a killed helper leaves nothing to clean up.
 *
 * @throws {VeneerError} `busy` where another helper holds it
 */
export async function withLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  const { dev, ino } = statSync(root);
  const server = createServer();
  await new Promise<void>((settle, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new VeneerError('busy', 'Another change of this host is running. Nothing was changed.', {
              nextStep: 'Wait until it has ended, then try again.',
            })
          : error,
      ),
    );
    server.listen(`\0veneer-change-${dev}-${ino}`, settle);
  });
  try {
    return await work();
  } finally {
    server.close();
  }
}
