/** A tree of a test's folder, on which the command line works in a namespace where it changes nothing else. */
import { join } from 'node:path';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import type { Scratch } from '../harness/scratch.ts';
import { runVeneer } from './server.ts';

export type Ran = ReturnType<typeof runVeneer>;

export interface Tree {
  readonly path: string;
  veneer(...args: string[]): Ran;
  close(): void;
}

/** The folder `tree` of a test, as the `/` of a machine with systemd 257: this one's own may follow no link below a root. */
export async function openTree(scratch: Scratch, node?: string): Promise<Tree> {
  const namespace = await openMountNamespace();
  const path = join(scratch.path, 'tree');
  const place = ['--root', path, '--as-systemd', '257'];
  return {
    path,
    veneer: (...args) =>
      runVeneer(scratch, {
        user: 'own',
        args: [...args, ...place],
        enter: namespace.enter,
        ...(node === undefined ? {} : { node }),
      }),
    close: () => namespace.close(),
  };
}
