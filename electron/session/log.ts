/** What went wrong and nobody expected, as JSON lines in the person's state folder. Nothing of it leaves the machine. */
import { appendFileSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { visibleJson } from '../../shared/messages/visible.ts';
import { makeOwnFolder } from '../node/own-folder.ts';

export interface Log {
  readonly path: string;
  /** @param where which part of Veneer it came from */
  error(where: string, error: unknown): void;
  /** The newest lines, oldest first. */
  newest(count: number): string[];
}

/** The file begins anew after this many bytes; the one before is kept. */
const MOST_BYTES = 512 * 1024;
/** Of one text in a line; a page must not fill the disk. */
const MOST_TEXT = 8 * 1024;

/** @param echo is told each line too, for a terminal or the journal */
export function createLog(directory: string, echo: (line: string) => void = () => {}): Log {
  const path = join(directory, 'veneer.log');
  return {
    path,
    error(where, error) {
      const known = error instanceof Error ? error : new Error(String(error));
      const text = JSON.stringify({
        time: new Date().toISOString(),
        where,
        message: known.message.slice(0, MOST_TEXT),
        stack: (known.stack ?? '').slice(0, MOST_TEXT),
      });
      const line = visibleJson(text);
      echo(line);
      try {
        makeOwnFolder(directory);
        if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) renameSync(path, `${path}.1`);
        appendFileSync(path, `${line}\n`, { mode: 0o600 });
      } catch {
        // A full disk must not make an error worse; who listens to the echo has it.
      }
    },
    newest(count) {
      try {
        return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count);
      } catch {
        return [];
      }
    },
  };
}
