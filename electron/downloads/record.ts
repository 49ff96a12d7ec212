/** What is kept on disk of one download, beside its image. */
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Release } from '../../shared/model/catalog.ts';
import { Download } from '../../shared/model/download.ts';
import { replaceFile } from '../node/own-file.ts';
import { readRegular } from '../node/regular-file.ts';
import { moveAsideUnlessUnreadable } from '../node/state-file.ts';

const FILE = 'job.json';
/** The most that one can have; a release has a name, an address and a hash. */
const LIMIT = 256 * 1024;
/** A value that is not known loses itself alone; without its release it is none. */
const DownloadRecord = z.looseObject({
  version: z.number().catch(1).default(1),
  release: Release,
  status: Download.shape.status.catch('waiting'),
  path: z.string().nullable().catch(null),
  sha256: z.string().nullable().catch(null),
});
export type DownloadRecord = z.infer<typeof DownloadRecord>;

/** @throws what the file system refuses */
export function writeRecord(folder: string, record: DownloadRecord): void {
  replaceFile(join(folder, FILE), JSON.stringify(record));
}

/** null where there is none. What is of no use is moved aside, and goes with the next start. */
export function readRecord(folder: string, say: (problem: Error) => void): DownloadRecord | 'damaged' | null {
  const file = join(folder, FILE);
  try {
    const content = readRegular(file, LIMIT);
    if (content === null) return null;
    const record = DownloadRecord.parse(JSON.parse(content.toString('utf8')));
    const { path } = record;
    // A path that was meddled with must not be deleted or installed.
    return { ...record, path: path !== null && dirname(path) === dirname(file) ? path : null };
  } catch (error) {
    moveAsideUnlessUnreadable(file, error, say);
    return 'damaged';
  }
}
