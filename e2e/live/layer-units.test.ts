/**
 * Which units extensions brought, with real merges of this machine's systemd-sysext over its own /usr, in a mount namespace
 * of the test's own.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';

const MODULE = new URL('../../electron/helper/layer-units.ts', import.meta.url).href;
const HOST_UNIT = 'systemd-journald.service';

let namespace: MountNamespace;
let scratch: Scratch;
beforeAll(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('layer-units');
  const units = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`usr/lib/systemd/system/${name}`, text]));
  putExtension(
    scratch,
    'run',
    'tool',
    'ID=_any\n',
    units({
      'tool.service': '[Service]\nExecStart=/bin/true\n',
      'tool@.service': '[Service]\nExecStart=/bin/true\n',
      'systemd-udevd.service': '[Service]\nExecStart=/bin/true\n',
    }),
  );
  const put = (...command: string[]) => {
    const { status, output } = namespace.run(...(command as [string, ...string[]]));
    if (status !== 0) throw new Error(`${command.join(' ')}: ${output}`);
  };
  put('mkdir', '/run/extensions');
  put('cp', '--recursive', join(scratch.path, 'run/tool'), '/run/extensions/');
  const inside = '/run/extensions/tool/usr/lib/systemd/system';
  put('cp', '--no-preserve=all', `/usr/lib/systemd/system/${HOST_UNIT}`, `${inside}/`);
  put('ln', '--symbolic', 'systemd-logind.service', `${inside}/tool-alias.service`);
  put('ln', '--symbolic', 'tool.service', `${inside}/tool-own-alias.service`);
  put('mkdir', '--parents', '/run/systemd/system');
  put('sh', '-c', 'printf "[Service]\\n" > /run/systemd/system/of-the-host.service');
  put('cp', '/run/systemd/system/of-the-host.service', `${inside}/`);
});
afterAll(() => {
  namespace.run('systemd-sysext', 'unmerge');
  namespace.close();
  scratch.remove();
});

const UNITS = [
  'tool.service',
  'tool@anything.service',
  'tool-own-alias.service',
  'tool-alias.service',
  'systemd-udevd.service',
  HOST_UNIT,
  'systemd-logind.service',
  'of-the-host.service',
  'serial-getty@x.service',
  'never-heard-of.service',
];

function origins(): Record<string, string> {
  const script = `import { originsOf } from ${JSON.stringify(MODULE)};
    console.log(JSON.stringify(Object.fromEntries(await originsOf(${JSON.stringify(UNITS)}))));`;
  const { output } = namespace.run(
    process.execPath,
    '--no-warnings',
    '--experimental-strip-types',
    '--input-type=module',
    '--eval',
    script,
  );
  return JSON.parse(output) as Record<string, string>;
}

test('only what a merged layer brings is an extension’s, whatever it is called', () => {
  const before = origins();
  expect(Object.keys(before).filter((unit) => before[unit] === 'layer')).toEqual([]);
  expect(before).toMatchObject({ 'tool.service': 'gone', [HOST_UNIT]: 'host', 'serial-getty@x.service': 'host' });

  expect(namespace.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
  const mounts = namespace.run('cat', '/proc/self/mountinfo').output;
  expect(origins()).toEqual({
    'tool.service': 'layer',
    'tool@anything.service': 'layer',
    'tool-own-alias.service': 'layer',
    // What it would start is the host's own.
    'tool-alias.service': 'host',
    // The layer replaces the host's file: what runs is the extension's.
    'systemd-udevd.service': 'layer',
    // The layer carries the very file of the host.
    [HOST_UNIT]: 'host',
    'systemd-logind.service': 'host',
    // A file of the host counts before the layer's.
    'of-the-host.service': 'host',
    'serial-getty@x.service': 'host',
    'never-heard-of.service': 'gone',
  });
  expect(namespace.run('cat', '/proc/self/mountinfo').output, 'the merge is as it was').toBe(mounts);
});
