/** Whether what is written goes to the journal, which takes a priority in front of a line (sd-daemon(3)). */
import { fstatSync } from 'node:fs';

/** By systemd.exec(5): $JOURNAL_STREAM names device and inode of the stream, which a redirection is not. */
export function isJournal(fd: number, env: NodeJS.ProcessEnv): boolean {
  const named = env['JOURNAL_STREAM'];
  if (named === undefined) return false;
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return named === `${dev}:${ino}`;
  } catch {
    // A descriptor that is closed leads nowhere.
    return false;
  }
}
