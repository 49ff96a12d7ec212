/**
 * The root side: one verb a call. The verb is the first argument, its parameters are one JSON object on stdin, the
 * answer is JSON lines on stdout. It trusts nothing that it is told: names and classes are checked again here, and
 * which entries a name means is read from the disk here.
 */
import { VeneerError } from '../../shared/errors.ts';
import { withLock } from './lock.ts';
import { mask } from './mask.ts';
import { runMerge } from './merge.ts';
import { parseRequest, readStdin } from './request.ts';
import { unmask } from './unmask.ts';

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What a person can do about an error of the system; what nobody expected stays as it is, for a report. */
function explain(error: unknown): VeneerError {
  if (error instanceof VeneerError) return error;
  const detail = String(error);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EROFS':
      return new VeneerError('read-only', 'The file system is read-only, so this could not be changed.', {
        nextStep: 'Where configuration extensions are merged over /etc, unmerge them first.',
        detail,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new VeneerError('no-space', 'There is no room left on the file system.', {
        nextStep: 'Free some room and try again.',
        detail,
      });
    default:
      return new VeneerError('helper-failed', 'The helper stopped on an error that it did not expect.', {
        nextStep: 'Read the host again to see what is done. Please report this.',
        detail,
      });
  }
}

async function main(): Promise<void> {
  process.umask(0o022);
  try {
    const request = parseRequest(process.argv.slice(2), await readStdin(), process.env);
    await withLock(request.root, async () => {
      switch (request.verb) {
        case 'mask':
          for (const line of mask(request)) say({ type: 'done', sentence: line });
          return;
        case 'unmask':
          for (const line of unmask(request)) say({ type: 'done', sentence: line });
          return;
        case 'merge':
        case 'unmerge':
        case 'refresh':
          say({ type: 'done', sentence: await runMerge(request) });
      }
    });
    say({ type: 'result' });
  } catch (error) {
    say({ type: 'error', ...explain(error).report() });
    process.exitCode = 1;
  }
}

await main();
