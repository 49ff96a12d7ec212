/**
 * What Veneer makes of the definition files of systemd-sysupdate, against the real one: random transfer files, features,
 * drop-ins, lists and folders. `VENEER_SEED` brings a run again; what differed is kept below test-results/sysupdate.
 */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { chanceOf, runSeed } from '../harness/random/chance.ts';
import { addComponent, type Entries } from '../harness/random/sysupdate.ts';
import { askingScript, described, differenceOf, type Row, readAnswers } from '../harness/sysupdate-answers.ts';
import { test } from './bed.ts';

// Other random input on a second try would hide what the first one found.
test.describe.configure({ retries: 0 });

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';
const COMPONENTS = Number(process.env['VENEER_COMPONENTS'] ?? 80);
const VERSIONS: Readonly<Record<string, number>> = { trixie: 257, sid: 262 };
const CLEAR = 'rm -rf /srv/* /etc/sysupdate.* /run/sysupdate.* /usr/local/lib/sysupdate.* /usr/lib/sysupdate.*';

test('random components are read as systemd-sysupdate reads them', async ({ bed, suite }) => {
  const seed = runSeed();
  const { machine } = bed;
  const version = VERSIONS[suite] ?? 262;
  const entries: Entries = new Map();
  // The first is the plain sysupdate.d.
  const names = Array.from({ length: COMPONENTS }, (_, at) => (at === 0 ? '' : `c${at}`));
  for (const [at, name] of names.entries()) addComponent(entries, name, chanceOf(`${seed}-${at}`), { version });
  put(machine.root, entries);
  try {
    const theirs = readAnswers(machine.run('sh', '-c', askingScript(SYSUPDATE, names)).stdout);
    // With it away Veneer has to find all by itself.
    machine.run('mv', SYSUPDATE, '/root/away');
    const rows = contentOfAnswer(bed.veneer('update', '--check', '--json').stdout) as Row[];
    const wrong = names.flatMap((name) => {
      const mine = rows.filter(({ component }) => component === name);
      const difference = differenceOf(mine, theirs.get(name) ?? null);
      return difference === null ? [] : [`seed ${seed}, ${name}: ${difference}\n${described(entries, name)}\n`];
    });
    if (wrong.length > 0) keep(`${suite}-${seed}.txt`, wrong.join('\n'));
    expect(wrong, `seed ${seed}`).toEqual([]);
    // One that found nothing at all would agree with nothing.
    const listed = [...theirs.values()].filter((one) => one !== null);
    expect(listed.length).toBeGreaterThan(COMPONENTS / 3);
    expect(listed.filter(({ candidate }) => candidate !== null).length).toBeGreaterThan(COMPONENTS / 8);
  } finally {
    machine.run('mv', '/root/away', SYSUPDATE);
    machine.run('sh', '-c', CLEAR);
  }
});

function put(root: string, entries: Entries): void {
  for (const [path, entry] of entries) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if ('text' in entry) writeFileSync(target, entry.text);
    else if ('folder' in entry) mkdirSync(target, { recursive: true });
    else if (!existsSync(target)) symlinkSync(entry.link, target);
  }
}

function keep(fileName: string, text: string): void {
  const folder = 'test-results/sysupdate';
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, fileName), text);
}
