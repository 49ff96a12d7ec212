/** A change is done also where nothing of it can be kept: for system users, early in the boot, in a unit. */
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { runVeneer } from '../shells/server.ts';

// Below /proc mkdir(2) says ENOENT of folders whose parent is there, on which the recursive one of Node never ends.
for (const home of ['/dev/null', '/proc']) {
  test(`with ${home} as home a change is done, and it is said that it is not kept`, () => {
    const scratch = makeScratch('no-home');
    const tree = join(scratch.path, 'tree');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'good', 'ID=_any\n', { 'usr/share/hello': 'hello\n' });
    const env = {
      HOME: home,
      XDG_CACHE_HOME: `${home}/.cache`,
      XDG_CONFIG_HOME: `${home}/.config`,
      XDG_STATE_HOME: `${home}/.local/state`,
      XDG_DATA_HOME: `${home}/.local/share`,
      XDG_RUNTIME_DIR: `${home}/run`,
    };
    const veneer = (...args: string[]) => runVeneer(scratch, { user: 'own', args: [...args, '--root', tree], env });
    try {
      for (const [verb, done] of [
        ['disable', 'Disable good'],
        ['enable', 'Enable good'],
      ] as const) {
        const { status, stdout, stderr } = veneer(verb, 'good');
        expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(done) });
        expect(stderr.split('What is changed cannot be kept in the history.'), 'said once').toHaveLength(2);
        expect(stderr).not.toMatch(/did not expect|\n {4}at /);
      }
      expect(veneer('remote', 'list')).toMatchObject({ status: 0 });
    } finally {
      scratch.remove();
    }
  });
}
