/** Ignition itself, by Debian's package (coreos/ignition, 2.14): the machine's own, or the one of the machine's mirror. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Scratch } from './scratch.ts';

const PROGRAM = 'usr/lib/dracut/modules.d/30ignition/ignition';
const VALIDATE = 'usr/bin/ignition-validate';

type Ran = ReturnType<typeof runText>;
const runText = (program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) =>
  spawnSync(program, args, { encoding: 'utf8', cwd, env: { ...process.env, ...env } });

interface Ignition {
  validate(config: string): Ran;
  /** Puts files, links and directories there. As root alone. */
  apply(config: string, root: string): Ran;
}

/** @returns null where it is not installed and no package can be had */
export function findIgnition(scratch: Scratch): Ignition | null {
  const base = existsSync(join('/', PROGRAM)) ? '/' : fetchPackage(scratch);
  if (base === null) return null;
  return {
    validate: (config) => runText(join(base, VALIDATE), [config], scratch.path),
    apply(config, root) {
      // At its end it has labels set, of which a tree without a policy has none.
      const noLabels = mkdtempSync(join(scratch.path, 'no-labels-'));
      symlinkSync('/bin/true', join(noLabels, 'setfiles'));
      const cache = ['-platform', 'file', '-root', root, '-config-cache', join(noLabels, 'cache.json')];
      const PATH = `${noLabels}:${process.env['PATH']}`;
      const stage = (name: string) =>
        runText(join(base, PROGRAM), [...cache, '-stage', name], scratch.path, { IGNITION_CONFIG_FILE: config, PATH });
      const fetched = stage('fetch');
      return fetched.status === 0 ? stage('files') : fetched;
    },
  };
}

function fetchPackage(scratch: Scratch): string | null {
  const folder = join(scratch.path, 'ignition');
  mkdirSync(folder, { recursive: true });
  if (runText('apt-get', ['download', 'ignition'], folder).status !== 0) return null;
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (file === undefined) return null;
  return runText('dpkg-deb', ['--extract', file, 'unpacked'], folder).status === 0 ? join(folder, 'unpacked') : null;
}
