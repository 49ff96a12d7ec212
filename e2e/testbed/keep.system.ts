/** A change of /etc that goes back by itself, whatever became of who made it. */
import { spawn } from 'node:child_process';
import { expect } from 'playwright/test';
import type { Plan } from '../../shared/model/plan.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { doIt, makeHand, switchOf } from '../shells/hand.ts';
import { review, row } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';
import { asUser } from './machine.ts';

const CLI = '/usr/lib/veneer/cli.cjs';
const shell = (bed: Bed, command: string) => bed.machine.run('sh', '-c', command).stdout;
const confexts = (bed: Bed) => shell(bed, 'cat /etc/good.conf /etc/bad.conf 2> /dev/null');
const mask = (bed: Bed) => shell(bed, 'ls -d /run/confexts/bad /var/lib/confexts/.bad 2> /dev/null');
const waits = (bed: Bed) => shell(bed, 'ls /run/veneer/go-back.json 2> /dev/null') !== '';

function succeed(bed: Bed, ...args: string[]): void {
  const { status, stdout, stderr } = bed.veneer(...args);
  expect(status, `${args.join(' ')}: ${stdout}${stderr}`).toBe(0);
}

/** One configuration extension is merged, and another one is there that is disabled. */
function put(bed: Bed): void {
  for (const name of ['good', 'bad']) {
    const release = `$d/extension-release.d/extension-release.${name}`;
    shell(
      bed,
      `d=/var/lib/confexts/${name}/etc && mkdir -p $d/extension-release.d && echo ID=_any > ${release} && echo ${name} > $d/${name}.conf`,
    );
  }
  succeed(bed, 'disable', 'bad', '--class=confext');
  succeed(bed, 'merge', '--class=confext');
  expect(confexts(bed)).toBe('good\n');
}

/** Enables and merges the other one on a terminal of the ordinary user. @returns once the question stands there */
async function enableOnTerminal(bed: Bed) {
  const command = asUser('node', [CLI, 'enable', 'bad', '--now', '--class=confext']);
  // The terminal is this machine's, for the system has none.
  const terminal = ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', ...bed.machine.enter, ...command];
  const child = spawn('python3', terminal, { stdio: ['pipe', 'pipe', 'inherit'] });
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
  });
  const gone = new Promise((settle) => child.once('close', settle));
  await expect.poll(() => screen, { timeout: 30_000 }).toContain('Keep this change?');
  return { child, gone, screen: () => screen };
}

test('it goes back by itself after who asked was killed', async ({ bed }) => {
  put(bed);
  const masked = mask(bed);
  const { gone } = await enableOnTerminal(bed);
  bed.machine.run('pkill', '--signal', 'KILL', '--full', `${CLI} enable`);
  await gone;
  expect(confexts(bed)).toBe('good\nbad\n');
  expect(shell(bed, 'stat --format=%U:%a /run/veneer/go-back.json')).toBe('root:600\n');
  const other = bed.veneer('disable', 'good', '--class=confext');
  expect(other.stderr, 'nothing else is changed meanwhile').toContain('waits to be kept');
  await expect.poll(() => waits(bed), { timeout: 90_000, intervals: [1000] }).toBe(false);
  expect(confexts(bed)).toBe('good\n');
  expect(mask(bed)).toBe(masked);
  expect(shell(bed, 'systemctl list-units --all --plain --no-legend "veneer-go-back*"')).toBe('');
  succeed(bed, 'disable', 'good', '--class=confext');
});

test('what no restart would take back is said before', async ({ bed }) => {
  put(bed);
  const warned = () => {
    const { stdout } = bed.veneer('plan', 'enable', 'bad', '--now', '--class=confext', '--json');
    return (contentOfAnswer(stdout) as Plan).warnings.map(({ id }) => id);
  };
  expect(warned()).not.toContain('stays-after-restart');
  // An /etc that is a mount of its own, as on Flatcar: what lies below it cannot be reached once it is merged over.
  expect(bed.machine.run('sh', '-c', 'systemd-confext unmerge && mount --bind /etc /etc')).toMatchObject({ status: 0 });
  try {
    succeed(bed, 'merge', '--class=confext');
    expect(warned()).toContain('stays-after-restart');
  } finally {
    shell(bed, 'systemd-confext unmerge; umount /etc');
  }
});

test('what is kept on the terminal stays', async ({ bed }) => {
  put(bed);
  const { child, gone, screen } = await enableOnTerminal(bed);
  child.stdin.write('y\n');
  await gone;
  expect(screen()).toContain('The change is kept.');
  expect(waits(bed)).toBe(false);
  expect(shell(bed, 'systemctl is-active veneer-go-back.timer')).not.toBe('active\n');
  expect(confexts(bed)).toBe('good\nbad\n');
});

test('the window asks, keeps it, and goes back at once', async ({ bed, page }) => {
  put(bed);
  await bed.open(page);
  const hand = makeHand();
  const question = page.getByRole('dialog', { name: 'Keep this change?' });
  for (const [answer, then] of [
    ['Go back', 'good\n'],
    ['Keep', 'good\nbad\n'],
  ] as const) {
    await hand.click(switchOf(row(page, 'bad')));
    await hand.click(page.getByRole('button', { name: 'Review…', exact: true }));
    await expect(review(page)).toContainText('Afterwards you are asked whether to keep it.');
    await hand.click(doIt(review(page)));
    // A window that is loaded anew has forgotten everything.
    if (answer === 'Keep') await page.reload();
    await expect(question.getByRole('timer')).toContainText('it goes back in');
    expect(confexts(bed)).toBe('good\nbad\n');
    await hand.click(question.getByRole('button', { name: answer, exact: true }));
    await expect(question).toBeHidden();
    expect(confexts(bed)).toBe(then);
    expect(waits(bed)).toBe(false);
  }
});
