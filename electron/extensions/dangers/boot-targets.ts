/** Which units the host itself has hooked into its boot, by `systemctl enable`. */
import { readdirSync } from 'node:fs';
import { BOOT_TARGETS } from '../../../shared/systemd/boot-targets.ts';
import { hostPath } from '../../host/rooted.ts';

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
