/** The OS that `--for` names. */
import { statSync } from 'node:fs';

import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import type { System } from '../extensions/system.ts';
import { readNamedTree } from '../host/os-tree.ts';
import { readRegular } from '../node/regular-file.ts';
import { findNextOs, type Named, namedOs } from '../session/next-os.ts';
import type { ForWhat } from './invocation.ts';
import { findNextPartition } from './next-partition.ts';

const MAX_BYTES = 1024 * 1024;

/** @throws {VeneerError} `not-found` where nothing is staged, and as `osAt` */
export async function osNamed(system: System, what: ForWhat): Promise<Named> {
  if (what !== 'next') return 'path' in what ? osAt(what.path, system.release.rules.version) : namedOs(system, what);
  const found = findNextOs(system) ?? (await findNextPartition(system));
  if (found !== null) return found;
  throw new VeneerError('not-found', messageOf('core.no-other-os-is-staged'), {
    nextStep: messageOf('cli.name-os-with-for'),
  });
}

/**
 * @param path an os-release file, the root of an OS, or what that mounts at /usr
 * @param ownVersion the systemd by whose rules an os-release is read where the OS tells no version
 * @throws {VeneerError} `not-found` where nothing is there, `unsupported` where its os-release says nothing
 */
export function osAt(path: string, ownVersion: number): Named {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile() === true) {
    const text = readRegular(path, MAX_BYTES, { followLink: true })?.toString('latin1') ?? '';
    const fields = parseEnvironmentFile(text, ownVersion);
    if (!fields.has('ID')) throw new VeneerError('unsupported', messageOf('cli.os-tree-does-not-tell', { path }));
    return { from: 'named', fields, systemdVersion: null, deployed: null };
  }
  if (there === undefined) throw new VeneerError('not-found', messageOf('cli.there-is-no', { path }));
  const { release, systemdVersion } = readNamedTree(path, ownVersion);
  if (release.problem !== null) {
    const what = messageOf('cli.os-tree-does-not-tell', { path });
    throw new VeneerError('unsupported', joinTexts([what, release.problem.message], ' '));
  }
  return { from: 'named', fields: release.fields, systemdVersion, deployed: null };
}
