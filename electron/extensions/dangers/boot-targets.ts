/** Which units the host itself has hooked into its boot, by `systemctl enable`. */
import { readdirSync } from 'node:fs';
import { hostPath } from '../../host/rooted.ts';

/** Targets that are part of the boot, so that what they start is decided before anything is merged. */
export const BOOT_TARGETS = [
  'sockets',
  'timers',
  'paths',
  'multi-user',
  'graphical',
  'default',
  'basic',
  'sysinit',
  'local-fs',
  'remote-fs',
];

/** Units by the target that wants or requires them through a link in /etc/systemd/system. */
export function readEnabled(root: string): ReadonlyMap<string, string> {
  const enabled = new Map<string, string>();
  for (const target of BOOT_TARGETS) {
    for (const how of ['wants', 'requires']) {
      for (const unit of namesIn(hostPath(root, `/etc/systemd/system/${target}.target.${how}`)))
        if (!enabled.has(unit)) enabled.set(unit, `${target}.target`);
    }
  }
  return enabled;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
