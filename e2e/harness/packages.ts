/** What `npm run package` makes, of the sources as they are. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

/** Where `npm test` has just made them, for all its tests. */
const MADE_IN = 'VENEER_PACKAGES';

const project = fileURLToPath(new URL('../..', import.meta.url));

export interface Packages {
  /** The tree that all of them hold. */
  readonly tree: string;
  /** @returns the path of the one with that suffix; the .deb for all architectures is the one without a Node */
  made(suffix: '.deb' | '_all.deb' | '.raw' | '.rpm'): string;
}

/** Those of the run, or else made now, in some seconds, into the test's own folder. */
export function findPackages(scratch: Scratch): Packages {
  const folder = process.env[MADE_IN] ?? makePackages(scratch);
  return {
    tree: join(folder, 'stage'),
    made(suffix) {
      const name = readdirSync(folder).find(
        (one) => one.endsWith(suffix) && (suffix === '_all.deb' || !one.endsWith('_all.deb')),
      );
      if (name === undefined) throw new Error(`no ${suffix} was made in ${folder}`);
      return join(folder, name);
    },
  };
}

function makePackages(scratch: Scratch): string {
  const [dist, folder] = [join(scratch.path, 'dist'), join(scratch.path, 'packages')];
  const node = (...args: string[]) => run(process.execPath, ['--no-warnings', ...args], { cwd: project });
  node('build.mjs', '--out', dist);
  node('package.mjs', '--quick', '--keep-tree', '--dist', dist, folder);
  return folder;
}
