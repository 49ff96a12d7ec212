import { expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { readMappedFiles } from './mapped-files.ts';

test('of processes that may be looked at, what they have mapped below the hierarchies is told', () => {
  const scratch = makeScratch('mapped-files');
  try {
    scratch.put('proc/7/comm', 'toold\n');
    scratch.put(
      'proc/7/maps',
      [
        '55e8a0a00000-55e8a0a23000 r-xp 00000000 00:1f 5637144   /usr/bin/toold',
        '7f10c8a00000-7f10c8b00000 r-xp 00000000 00:1f 5637145   /usr/lib/lib tool.so.1 (deleted)',
        '7f10c8c00000-7f10c8d00000 rw-s 00000000 00:05 12   /dev/shm/other',
        '7ffd0a0b0000-7ffd0a0d1000 rw-p 00000000 00:00 0   [stack]',
      ].join('\n'),
    );
    // Another user's: the kernel shows its name and not its maps.
    scratch.put('proc/8/comm', 'rootd\n');
    scratch.put('proc/self/comm', 'no process by its number\n');
    const { files, unseen } = readMappedFiles(`${scratch.path}/proc`);
    const toold = [{ pid: 7, name: 'toold' }];
    expect([...files]).toEqual([
      ['/usr/bin/toold', toold],
      ['/usr/lib/lib tool.so.1', toold],
    ]);
    expect(unseen).toBe(1);
  } finally {
    scratch.remove();
  }
});

test('this process is among those that are seen', () => {
  const mine = [...readMappedFiles('/proc', 20_000).files.values()].flat().filter(({ pid }) => pid === process.pid);
  expect(mine.length).toBeGreaterThan(0);
});
