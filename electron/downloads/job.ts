/** What is kept on disk of one download, beside its image. */
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Release } from '../../shared/model/catalog.ts';
import { Download } from '../../shared/model/download.ts';
import { replaceFile } from '../node/own-file.ts';
import { readRegular } from '../node/regular-file.ts';
import { setAsideUnlessUnreadable } from '../node/state-file.ts';

const JOB = 'job.json';
/** The most that one can have; a release has a name, an address and a hash. */
const JOB_LIMIT = 256 * 1024;
/** A value that is not known loses itself alone; without its release it is none. */
const Job = z.looseObject({
  version: z.number().catch(1).default(1),
  release: Release,
  status: Download.shape.status.catch('waiting'),
  path: z.string().nullable().catch(null),
  sha256: z.string().nullable().catch(null),
});
export type Job = z.infer<typeof Job>;

/** @throws what the file system refuses */
export function writeJob(folder: string, job: Job): void {
  replaceFile(join(folder, JOB), JSON.stringify(job));
}

/** null where there is none. What is of no use is moved aside, and goes with the next start. */
export function readJob(folder: string, say: (problem: Error) => void): Job | 'damaged' | null {
  const file = join(folder, JOB);
  try {
    const content = readRegular(file, JOB_LIMIT);
    if (content === null) return null;
    const job = Job.parse(JSON.parse(content.toString('utf8')));
    // A path that was meddled with must not be deleted or installed.
    return { ...job, path: job.path !== null && dirname(job.path) === dirname(file) ? job.path : null };
  } catch (error) {
    setAsideUnlessUnreadable(file, error, say);
    return 'damaged';
  }
}
