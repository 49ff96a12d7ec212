/**
 * Debian's ansible-core (2.14), run on this machine in a mount namespace: modules write to absolute paths, so that what they
 * write below /etc and /var/lib goes into layers that end with the namespace.
 */
import { existsSync } from 'node:fs';
import { isRoot, type MountNamespace, openMountNamespace } from './mount-namespace.ts';

const PROGRAM = '/usr/bin/ansible-playbook';

export interface AnsibleHost {
  readonly namespace: MountNamespace;
  /** What a path of the namespace is outside. */
  outside(path: string): string;
  /** With options before the file. */
  play(file: string, ...options: readonly string[]): { readonly status: number | null; readonly output: string };
}

/** @returns null where it is not installed, or nobody may make layers */
export async function openAnsibleHost(): Promise<AnsibleHost | null> {
  if (!isRoot || !existsSync(PROGRAM)) return null;
  const namespace = await openMountNamespace();
  const layers = [
    'mkdir /run/layers && mount -t tmpfs tmpfs /run/layers && cd /run/layers',
    'mkdir etc etc.work lib lib.work',
    'mount -t overlay -o lowerdir=/etc,upperdir=etc,workdir=etc.work overlay /etc',
    'mount -t overlay -o lowerdir=/var/lib,upperdir=lib,workdir=lib.work overlay /var/lib',
    // What the machine has of its own is not what a test is about.
    'rm -rf /etc/extensions /var/lib/extensions /var/lib/extensions.d /var/lib/confexts /var/lib/veneer',
  ].join(' && ');
  const made = namespace.run('sh', '-c', layers);
  if (made.status !== 0) throw new Error(made.output);
  return {
    namespace,
    outside: (path) => `/proc/${namespace.pid}/root${path}`,
    play: (file, ...options) =>
      // systemctl asks no manager: none runs there.
      namespace.run(
        ...(['env', 'SYSTEMD_OFFLINE=1', 'LC_ALL=C.UTF-8', 'ANSIBLE_NOCOLOR=1', PROGRAM] as const),
        ...['--inventory', 'localhost,', '--connection', 'local', ...options, file],
      ),
  };
}
