/** sysext.conf and confext.conf of the tree (259), and the mutable directories that they speak of. */
import type { World } from './world.ts';

const POLICIES = [
  'root=signed+absent:usr=signed+absent',
  'root=signed:usr=signed:=absent',
  'root=verity+signed+encrypted+unprotected+absent:usr=verity+signed+encrypted+unprotected+absent',
  'root=unprotected',
  'usr=unprotected+absent',
  'root=unprotected+absent:usr=unprotected+absent',
  'root=unprotected:=ignore',
  'root=unused+absent:usr=unused+absent',
  '*',
  '-',
  '~',
  '',
  'nonsense',
  'root=nonsense',
];

/** An image policy, in the file or in a drop-in of any of their directories. */
export function putPolicy(world: World): void {
  const { chance, class: kind, host, shapes } = world;
  const section = kind === 'sysext' ? 'SysExt' : 'ConfExt';
  const policy = chance.pick(POLICIES);
  const base = chance.pick(['etc', 'etc', 'etc', 'run', 'usr/lib', 'usr/local/lib']);
  const file = chance.maybe(0.7) ? `${kind}.conf` : `${kind}.conf.d/${chance.pick(['10-a.conf', '10-a', 'b.conf'])}`;
  const key = chance.maybe(0.9) ? 'ImagePolicy' : 'imagepolicy';
  const head = chance.maybe(0.9) ? `[${section}]` : '[Other]';
  host[`${base}/systemd/${file}`] = `${head}\n${key}=${policy}\n`;
  shapes.push(`policy:${base}:${file}:${policy}`);
}

/** A mode of mutability, and a directory for it whose mode fits its hierarchy or does not. */
export function putMutable(world: World): void {
  const { chance, class: kind, host, shapes } = world;
  const section = kind === 'sysext' ? 'SysExt' : 'ConfExt';
  const mode = chance.pick(['yes', 'auto', 'no', 'import', 'ephemeral', 'ephemeral-import', 'perhaps']);
  const top = kind === 'sysext' ? chance.pick(['usr', 'usr', 'opt']) : 'etc';
  const bits = chance.pick(['0755', '0755', '0700', '0775', 'none']);
  host[`etc/systemd/${kind}.conf`] = `[${section}]\nMutable=${mode}\n`;
  // The hierarchy itself in the place of its mutable directory. Only where nothing is written: here /usr lies in an
  // overlay, which no other overlay can write to, so what came of it would be of this test and not of systemd.
  const isSelf = mode.endsWith('import') && chance.maybe(0.3);
  if (isSelf) {
    host[`var/lib/extensions.mutable/${top}`] = { l: `/${top}` };
    shapes.push(`mutable:${mode}:${top}:self`);
    return;
  }
  if (bits !== 'none') host[`var/lib/extensions.mutable/${top}`] = { d: bits };
  shapes.push(`mutable:${mode}:${top}:${bits}`);
}
