/** A plan ends as the change itself would, so that a script can ask before it does anything. */
import { expect, test } from 'playwright/test';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { runVeneer } from '../shells/server.ts';

test('plan ends with the code of the change: done, not agreed to, or every merge would fail', () => {
  const scratch = makeScratch('plan-ends');
  try {
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/etc/extensions', 'here', 'ID=_any\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n');
    const veneer = (...args: string[]) =>
      runVeneer(scratch, { user: 'own', args: [...args, '--root', `${scratch.path}/tree`] });
    // [what is asked, how its plan ends and how it ends itself]
    for (const [words, status] of [
      ['disable tool', 0],
      ['disable here', 11],
      ['disable nobody', 3],
    ] as const) {
      expect(veneer('plan', ...words.split(' ')).status, `plan ${words}`).toBe(status);
      expect(veneer(...words.split(' ')).status, words).toBe(status);
    }
    expect(veneer('plan', 'disable', 'here', '--move-aside')).toMatchObject({ status: 0 });
    scratch.put('tree/var/lib/extensions/broken.raw', 'no image\n');
    for (const words of [['plan', 'merge'], ['merge']]) expect(veneer(...words).status, words.join(' ')).toBe(5);
  } finally {
    scratch.remove();
  }
});
