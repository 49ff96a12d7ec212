import { createHash } from 'node:crypto';
import type { System } from '../extensions/system.ts';

/** Names the state of the disk and the mounts, so that a plan made for another one is refused. */
export function revisionOf(system: System): string {
  const { facts, hierarchies, extensions, movedAside } = system;
  const state = [
    facts.root,
    facts.judgedAs,
    facts.osRelease,
    hierarchies.map(({ path, merged, extensions: layers, since }) => [path, merged, layers, since]),
    extensions.map(({ id, realPath, listed, masks, blocksMerge, verdict, size }) => [
      id,
      realPath,
      listed,
      masks,
      blocksMerge,
      verdict.compatible,
      size,
    ]),
    movedAside.map(({ keptAt }) => keptAt),
  ];
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
}
