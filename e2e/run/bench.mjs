/**
 * npm run bench: our `list --json` against its rival, `systemd-sysext list` plus one start of Node, on a tree of 500
 * extensions, turn by turn in one run. Prints medians and the ratio; at most 3 is the goal.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXTENSIONS = 500;
const ROUNDS = 15;
const GOAL = 3;
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const tree = mkdtempSync(join(tmpdir(), 'veneer-bench-'));
try {
  mkdirSync(join(tree, 'usr/lib'), { recursive: true });
  writeFileSync(join(tree, 'usr/lib/os-release'), 'ID=debian\nVERSION_ID=12\n');
  for (let at = 0; at < EXTENSIONS; at++) {
    const name = `extension-${at}`;
    const folder = join(tree, 'var/lib/extensions', name, 'usr/lib/extension-release.d');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `extension-release.${name}`), at % 3 === 0 ? 'ID=fedora\nVERSION_ID=41\n' : 'ID=_any\n');
  }
  const commands = {
    'veneer list --json': [[process.execPath, cli, 'list', '--json', '--root', tree]],
    'systemd-sysext list, and a start of Node': [
      ['systemd-sysext', `--root=${tree}`, '--json=short', 'list'],
      [process.execPath, '--eval', ''],
    ],
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, parts] of Object.entries(commands)) {
      const start = performance.now();
      for (const [program, ...args] of parts) {
        const { status, error } = spawnSync(program, args, {
          stdio: ['ignore', 'pipe', 'inherit'],
          maxBuffer: 1 << 28,
        });
        if (status !== 0) throw error ?? new Error(`${program} ended with ${status}`);
      }
      // The first round warms the caches.
      if (round > 0) times[name].push(performance.now() - start);
    }
  }
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const [ours, theirs] = Object.entries(times).map(([name, values]) => {
    const value = median(values);
    process.stdout.write(`${name}: ${value.toFixed(0)} ms (median of ${ROUNDS}, ${EXTENSIONS} extensions)\n`);
    return value;
  });
  process.stdout.write(`ratio ${(ours / theirs).toFixed(2)}, goal at most ${GOAL}\n`);
} finally {
  rmSync(tree, { recursive: true, force: true });
}
