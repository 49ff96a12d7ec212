/** Fedora's layout: the versions of all names side by side in the store, and links that say which are current. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { fedoraTransfer, linkIn } from '../../e2e/harness/trees/flat.ts';
import { rollbackChange, versionsOf } from './versions.ts';

test('one goes back to a version beside those of others, and takes none of a longer name', async () => {
  const scratch = makeScratch('flat');
  const root = join(scratch.path, 'tree');
  const put = (name: string, version: string) =>
    scratch.put(`tree/var/lib/extensions.d/${name}-${version}-x86-64.raw`, imageOf(scratch, { name }));
  scratch.put('tree/usr/lib/os-release', 'ID=fedora\nVERSION_ID=43\n');
  for (const version of ['1.4.4-1.fc43-43', '1.4.5-1.fc43-43']) put('btop', version);
  put('btop-themes', '9.0-43');
  // Which files are of which name its transfer files say, here for the architecture that the tree is looked at on.
  for (const name of ['btop', 'btop-themes']) {
    const transfer = fedoraTransfer(name).replaceAll('%a', 'x86-64');
    scratch.put(`tree/etc/sysupdate.${name}.d/${name}.transfer`, transfer);
  }
  linkIn(scratch, 'tree/var/lib/extensions/btop.raw', '../extensions.d/btop-1.4.5-1.fc43-43-x86-64.raw');
  linkIn(scratch, 'tree/var/lib/extensions/btop-themes.raw', '../extensions.d/btop-themes-9.0-43-x86-64.raw');
  const { session, host } = await openSession(scratch, root);
  try {
    const system = await host.read();
    expect(versionsOf(system, 'sysext', 'btop').map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
      ['1.4.5-1.fc43-43', true],
      ['1.4.4-1.fc43-43', false],
    ]);
    const change = rollbackChange(system, 'sysext', 'btop', null);
    expect(change).toMatchObject({ verb: 'install', image: { source: null, version: '1.4.4-1.fc43-43' } });
    const { steps } = await host.plan({
      changes: [change],
      action: 'none',
      classes: ['sysext'],
      force: false,
      allowMovingAside: false,
      startServices: false,
      stopServices: false,
      restartUnits: null,
      atBoot: null,
      bootRefresh: null,
      helper: null,
      mutable: null,
      mutableEtc: null,
      mergeOptions: null,
    });
    expect(steps).toMatchObject([{ verb: 'install', store: '/var/lib/extensions.d' }]);
    // Without a transfer file nothing says whose the others are.
    rmSync(join(root, 'etc/sysupdate.btop.d'), { recursive: true });
    const later = await host.read();
    expect(versionsOf(later, 'sysext', 'btop').map(({ version }) => version)).toEqual(['1.4.5-1.fc43-43']);
    expect(() => rollbackChange(later, 'sysext', 'btop', null)).toThrowError(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('No transfer file') }),
    );
  } finally {
    session.close();
    scratch.remove();
  }
});
