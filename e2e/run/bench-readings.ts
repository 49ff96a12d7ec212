/**
 * npm run bench:readings: how often the whole host is read, how many image files are opened and how many messages pass for what
 * a person does in the window, beside the goals of the architecture; ends with 1 where one is missed. Counted from outside, by
 * strace on `veneer serve` and all that it starts, and by Chromium's own account of the socket.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { findProgram } from '../../electron/host/systemd-version.ts';
import { makeScratch } from '../harness/scratch.ts';
import setUpPrograms from '../shells/programs.ts';
import { type Server, startServer, veneerCommand } from '../shells/server.ts';
import { band, confirm, details, lookAt, row, sheet, toggle } from '../shells/window.ts';
import { launchBrowser } from './browser.ts';
import { countMessages, settled } from './quiet.ts';
import { createTrace, STRACE } from './trace.ts';

interface Goal {
  readonly readings: number;
  /** By the server's own process, whichever thread. */
  readonly server: number;
  /** By its guarded readers; null where the first look has to open them. */
  readonly readers: number | null;
}

const NOTHING: Goal = { readings: 0, server: 0, readers: 0 };
const cells = (...all: readonly (string | number)[]) => process.stdout.write(`| ${all.join(' | ')} |\n`);

if (findProgram('strace') === null) throw new Error('It counts with strace. Install it.');

const removePrograms = setUpPrograms();
const scratch = makeScratch('bench-readings');
const traceFile = join(scratch.path, 'trace');
const browser = await launchBrowser();
let server: Server | null = null;
let missed = 0;
try {
  server = await startServer(scratch, {
    user: 'own',
    args: ['--sandbox'],
    enter: [...STRACE, '-o', traceFile],
  });
  const tree = join(server.home, '.local/share/veneer/sandbox/root');
  const trace = createTrace(traceFile, tree, opensOfOneReading(tree));
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  const messages = countMessages(page);

  /** Counts what comes of an act, until nothing more comes of it. */
  const measure = async (what: string, goal: Goal, act: () => Promise<unknown>, from = trace.mark()) => {
    const sent = messages();
    await act();
    await settled(() => `${trace.since(from).lines} ${messages()}`);
    const { readings, server: own, readers } = trace.since(from);
    const isMissed = readings > goal.readings || own > goal.server || (goal.readers !== null && readers > goal.readers);
    if (isMissed) missed++;
    const beside = (value: number, most: number | null) => (most === null ? `${value}` : `${value} (${most})`);
    cells(
      what,
      beside(readings, goal.readings),
      beside(own, goal.server),
      beside(readers, goal.readers),
      messages() - sent,
      isMissed ? 'missed' : 'met',
    );
  };

  cells('what a person does', 'readings (goal)', 'images opened by the server', 'by its readers', 'messages', 'goal');
  cells('---', '---', '---', '---', '---', '---');
  await measure(
    'starts it and opens the page',
    { readings: 1, server: 0, readers: null },
    async () => {
      await page.goto((server as Server).url);
      await row(page, 'metrics').waitFor();
    },
    0,
  );
  const click = (name: string) => async () => {
    await row(page, name).first().click();
    await expect(details(page)).toContainText(name);
  };
  await measure('clicks one extension', { ...NOTHING, readers: null }, click('metrics'));
  await measure('clicks another one, and the first again', NOTHING, async () => {
    await click('editor')();
    await settled(() => String(messages()));
    await click('metrics')();
  });
  await measure('nothing', NOTHING, async () => {});
  await measure('nothing; an unrelated file appears in /etc', { ...NOTHING, readings: 1 }, async () => {
    writeFileSync(join(tree, 'etc/unrelated'), 'unrelated\n');
  });
  await measure('goes to Host', NOTHING, () => goTo(page, 'Host'));
  await goTo(page, 'Extensions');
  // It makes every merge fail; and the sandbox copies what is no image into its merge, which would count as an opening.
  rmSync(join(tree, 'var/lib/extensions/broken.raw'));
  await expect(row(page, 'broken')).toHaveCount(0);
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await confirm(page);
  await expect(band(page)).toContainText('Merged into /usr');
  await settled(() => String(messages()));
  await measure('switches one, which is planned', NOTHING, async () => {
    await toggle(page, 'editor');
    await expect(page.getByRole('region', { name: 'Staged changes' })).toContainText(
      'editor-sync.service is taken away',
    );
  });
  await measure('Apply with one step that merges', { readings: 2, server: 0, readers: null }, async () => {
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByRole('region', { name: 'Result' })).toContainText('Disabled editor');
  });
  const small = join(scratch.path, 'small.raw');
  makeSmall(small);
  await measure('"Read it" for one 4 KiB file', { readings: 0, server: 1, readers: null }, async () => {
    await lookAt(page, small);
    await expect(sheet(page)).toContainText('small');
  });
} finally {
  await browser.close();
  await server?.stop();
  scratch.remove();
  removePrograms();
}
process.exitCode = missed > 0 ? 1 : 0;

async function goTo(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: view }).click();
  await expect(page.getByRole('main')).toBeVisible();
}

/** How often one reading opens the folder by which it is counted: as often as `veneer list` does, which reads once. */
function opensOfOneReading(tree: string): number {
  const file = join(scratch.path, 'trace-of-list');
  const [program = '', ...args] = [...STRACE, '-o', file, ...veneerCommand('own', ['list', '--root', tree])];
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`veneer list ended with ${status}: ${stderr}`);
  return createTrace(file, tree, 1).since(0).readings;
}

function makeSmall(image: string): void {
  const folder = join(scratch.path, 'small');
  scratch.put('small/usr/lib/extension-release.d/extension-release.small', 'ID=_any\n');
  scratch.put('small/usr/bin/small', '#!/bin/sh\n');
  const { status, stderr } = spawnSync('mksquashfs', [folder, image, '-quiet', '-no-progress'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mksquashfs ended with ${status}: ${stderr}`);
  rmSync(folder, { recursive: true });
}
