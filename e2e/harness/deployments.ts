/** A tree with deployments of ostree, made by its documentation (https://ostreedev.github.io/ostree/deployment/). */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MountNamespace } from './mount-namespace.ts';
import type { Scratch } from './scratch.ts';

const RUNS = 'a'.repeat(64);
export const STAGED = 'b'.repeat(64);

/** Fedora 43 runs, and 44 was deployed after it. @param tree of the machine, in the scratch folder */
export function putDeployments(scratch: Scratch, tree = 'tree'): void {
  const deploy = `${tree}/ostree/deploy/fedora/deploy`;
  for (const [sum, version] of [
    [RUNS, '43'],
    [STAGED, '44'],
  ]) {
    scratch.put(`${deploy}/${sum}.0/usr/lib/os-release`, `ID=fedora\nVERSION_ID=${version}\n`);
    scratch.put(`${deploy}/${sum}.0.origin`, '[origin]\n');
  }
  const boot = join(scratch.path, `${tree}/ostree/boot.1/fedora/${RUNS}`);
  mkdirSync(boot, { recursive: true });
  symlinkSync(`../../../deploy/fedora/deploy/${RUNS}.0`, join(boot, '0'));
}

/** In the namespace the kernel was told to boot what runs. */
export function bootDeployed(scratch: Scratch, namespace: MountNamespace): void {
  const commandLine = join(scratch.path, 'cmdline');
  writeFileSync(commandLine, `root=UUID=1 ostree=/ostree/boot.1/fedora/${RUNS}/0 quiet\n`);
  const { status, output } = namespace.run('mount', '--bind', commandLine, '/proc/cmdline');
  if (status !== 0) throw new Error(output);
}
