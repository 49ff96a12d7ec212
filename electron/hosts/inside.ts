/** What is asked of the inside of the extensions of a host: of one by its id, of all for a file. */

import type { InstallChange } from '../../shared/changes/install.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { ContentsPart, Extension } from '../../shared/model/extension.ts';
import type { FileChanges } from '../../shared/model/file-changes.ts';
import type { FindPart, FindQuery } from '../../shared/model/find.ts';
import type { StoredVersion } from '../../shared/model/inspected-image.ts';
import type { BaseFile, DiskInfo, FileContent, Findings, VerityProgress } from '../../shared/model/inspection.ts';
import { asExtension } from '../extensions/inspection.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { JobHandle } from '../jobs/order.ts';
import { streamJob } from '../jobs/stream.ts';
import { inspectInstalls } from '../operations/file-changes.ts';
import { shownVersions } from '../operations/versions.ts';
import { fetchersIn, withFetchers } from '../updates/fetchers.ts';

type Signal = AbortSignal | null;

/** What is asked of one fails with `not-found` where the extension is not there any more. */
export interface Inside {
  /** What stands inside, part by part. */
  contents(id: string, signal: Signal): Promise<AsyncGenerator<ContentsPart>>;
  /** A file among those of all extensions, as far as they are read; see `findFiles`. */
  find(query: FindQuery, signal: Signal): AsyncGenerator<FindPart>;
  /** What should be known before it is trusted. */
  findings(id: string, signal: Signal): Promise<Findings>;
  /** One file inside, as text. */
  file(id: string, path: string, signal: Signal): Promise<FileContent>;
  /** What the base system has at the path of one of its files. */
  baseFile(id: string, path: string, signal: Signal): Promise<BaseFile>;
  /** Partitions and verity of a disk image; null for anything else. */
  disk(id: string, signal: Signal): Promise<DiskInfo | null>;
  /** Checks a dm-verity tree in full, as a job that ends where nobody looks on. */
  verify(id: string, signal: Signal): Promise<AsyncGenerator<VerityProgress>>;
  /** The versions of it in its store, newest first. */
  versions(id: string): Promise<StoredVersion[]>;
  /**
   * What an install would change of the files of what counts by a name; null where nothing does.
   *
   * @throws {VeneerError} `not-found` where the image is not there
   */
  fileChanges(named: Named, change: InstallChange, signal: Signal): Promise<FileChanges | null>;
}

type Named = Pick<Extension, 'class' | 'name'>;

interface InsideOptions {
  /** Of the host. */
  readonly id: string;
  readonly reader: LocalReader;
  readonly target: Target;
  readonly jobs: JobRunner;
  /** Gives the host as it is. */
  read(): Promise<System>;
}

export function createInside({ id: host, reader, target, jobs, read }: InsideOptions): Inside {
  async function findExtension(id: string): Promise<[Target, System, Extension]> {
    const system = await read();
    const extension = system.extensions.find((one) => one.id === id);
    if (extension === undefined)
      throw new VeneerError('not-found', messageOf('common.that-extension-is-not-there-any'));
    return [target, system, extension];
  }
  return {
    contents: async (id, signal) => reader.contents(...(await findExtension(id)), signal),
    async *find(query, signal) {
      // Not the signal itself: what is read when somebody types on is of use to the next question.
      for await (const part of reader.find(target, await read(), query, null)) {
        if (signal?.aborted === true) return;
        yield part;
      }
    },
    findings: async (id, signal) => reader.findings(...(await findExtension(id)), signal),
    file: async (id, path, signal) => reader.file(...(await findExtension(id)), path, signal),
    baseFile: async (id, path, signal) => reader.baseFile(...(await findExtension(id)), path, signal),
    disk: async (id, signal) => reader.disk(...(await findExtension(id)), signal),
    async verify(id, signal) {
      const found = await findExtension(id);
      async function* runVerify({ tell, signal: stop }: JobHandle) {
        for await (const step of reader.verify(...found, stop)) {
          tell({ progress: step.total === 0 ? null : step.done / step.total }, 'soon');
          yield step;
        }
      }
      return streamJob(jobs, { kind: 'verify', host, title: foreignText(found[2].name), run: runVerify }, signal);
    },
    async versions(id) {
      const [, system, extension] = await findExtension(id);
      const versions = shownVersions(system, extension.class, extension.name);
      return withFetchers(versions, fetchersIn(system.definitions, system.release.rules.version), extension.realPath);
    },
    async fileChanges({ class: extensionClass, name }, change, signal) {
      const system = await read();
      const before = system.extensions.find(
        (one) => one.class === extensionClass && one.name === name && one.listed && !one.masks,
      );
      if (before === undefined) return null;
      const [after] = (await inspectInstalls(reader, target, system, [change])).values();
      return after === undefined ? null : reader.compare(target, system, before, asExtension(after), signal);
    },
  };
}
