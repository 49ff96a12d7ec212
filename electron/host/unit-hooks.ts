/** Which units the files of a host have started by which target, as systemd would read them now: links and drop-ins. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { BOOT_TARGETS } from '../../shared/systemd/boot-targets.ts';
import { upheldIn } from '../../shared/systemd/upholds.ts';

/** The places that extensions and `systemctl enable` write to. */
const DIRECTORIES = ['/etc/systemd/system', '/usr/lib/systemd/system'];
const HOW = ['wants', 'requires', 'upholds'];
const MOST_DROP_INS = 100;
const MOST_BYTES = 64 * 1024;

/**
 * Units by the target of the boot that starts them; what is no link in `TARGET.wants` systemd passes over.
 *
 * @param root of another tree than this machine, without a slash at its end
 */
export function readUnitHooks(root = ''): ReadonlyMap<string, string> {
  const hooks = new Map<string, string>();
  const add = (unit: string, target: string) => {
    if (!hooks.has(unit)) hooks.set(unit, target);
  };
  for (const target of BOOT_TARGETS.map((name) => `${name}.target`)) {
    for (const directory of DIRECTORIES.map((one) => root + one)) {
      for (const how of HOW)
        for (const link of entriesIn(`${directory}/${target}.${how}`))
          if (link.isSymbolicLink()) add(link.name, target);
      const dropIns = entriesIn(`${directory}/${target}.d`).filter(({ name }) => name.endsWith('.conf'));
      for (const { name } of dropIns.slice(0, MOST_DROP_INS))
        for (const unit of upheldIn(textOf(`${directory}/${target}.d/${name}`))) add(unit, target);
    }
  }
  return hooks;
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    const { size } = statSync(path);
    return size > MOST_BYTES ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
