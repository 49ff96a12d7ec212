/** What a person answers who is asked for permission, by a real authentication agent and the real polkit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, type Page } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { addRemote, chooseToInstall, download, downloads, openDownloads, view } from '../shells/catalog.ts';
import { band, confirm, confirmInstall, drop, row, sheet, toggle } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';
import { asUser } from './machine.ts';

const PASSWORD = 'correct horse';
const NAMES = ['one', 'two'];
const AGENT = readFileSync(new URL('./agent.py', import.meta.url), 'utf8');

interface Agent {
  /** The actions that it was asked for so far, and the words of each question. */
  readonly asked: readonly string[];
  readonly questions: readonly string[];
  end(): void;
}

/** Answers what the server of the window is asked for. */
async function startAgent({ machine }: Bed, answer: string): Promise<Agent> {
  // What it starts is called so too until it runs its own program.
  const server = machine.run('pgrep', '--oldest', '--full', '^[^ ]*node .*cli.cjs serve').stdout.trim();
  const [program = '', ...args] = [...machine.enter, ...asUser('python3', ['-c', AGENT, server, answer])];
  const agent: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (agent.stdout === null) throw new Error('the agent has no output');
  const asked: string[] = [];
  const questions: string[] = [];
  const lines = createInterface(agent.stdout);
  await new Promise<void>((settle, fail) => {
    lines.on('line', (line) => {
      if (line === 'ready') settle();
      else {
        const [action = '', ...words] = line.split(' ');
        asked.push(action);
        questions.push(words.join(' '));
      }
    });
    agent.once('close', () => fail(new Error('the agent ended')));
  });
  return { asked, questions, end: () => machine.run('pkill', '--full', 'TestAgent') };
}

/** A window on one extension that nobody may merge or disable unasked. */
async function openWithTool(bed: Bed, page: Page): Promise<void> {
  expect(bed.veneer('install', bed.give(makeImage(bed.scratch, { name: 'tool' })))).toMatchObject({ status: 0 });
  bed.machine.run('sh', '-c', `echo 'root:${PASSWORD}' | chpasswd`);
  bed.machine.allow();
  await bed.open(page);
}

const result = (page: Page) => page.getByRole('region', { name: 'Result' });

test('merges when the person gives the password', async ({ bed, page }) => {
  await openWithTool(bed, page);
  const agent = await startAgent(bed, PASSWORD);
  await band(page).getByRole('button', { name: 'Merge' }).click();
  await confirm(page);
  await expect(result(page)).toContainText('Done');
  expect(agent.asked).toHaveLength(1);
  agent.end();
  expect(bed.merged()).toEqual(['tool']);
});

test('says so when the password is wrong, and keeps what was staged', async ({ bed, page }) => {
  await openWithTool(bed, page);
  const agent = await startAgent(bed, 'wrong');
  await toggle(page, 'tool');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(result(page)).toContainText('polkit asked, and the answer was not right');
  agent.end();
  expect(bed.merged()).toEqual([]);
  await expect(row(page, 'tool').getByRole('switch')).not.toBeChecked();
  await expect(row(page, 'tool')).toContainText('Will be disabled');
});

test('says so when the person dismisses the question, and asks again on the next try', async ({ bed, page }) => {
  await openWithTool(bed, page);
  const agent = await startAgent(bed, 'dismiss');
  await toggle(page, 'tool');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(result(page)).toContainText('was dismissed. Nothing was changed.');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(bed.merged()).toEqual([]);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => agent.asked.length).toBe(2);
  agent.end();
});

test('asks for each image from outside by itself, showing which, and once for the merge that takes them in', async ({
  bed,
  page,
}) => {
  bed.machine.run('sh', '-c', `echo 'root:${PASSWORD}' | chpasswd`);
  bed.machine.allow();
  await bed.open(page, 'seated');
  const agent = await startAgent(bed, PASSWORD);
  await drop(page, ...['one', 'two', 'three'].map((name) => makeImage(bed.scratch, { name })));
  await expect(sheet(page)).toContainText('Install 3 files?');
  await confirmInstall(page, 'merge');
  await expect(result(page)).toContainText('Done');
  expect(bed.merged().sort()).toEqual(['one', 'three', 'two']);
  expect(agent.asked).toEqual([...Array(3).fill('org.veneer.helper.install'), 'org.veneer.helper.refresh']);
  for (const name of ['one', 'two', 'three']) {
    expect(agent.questions.filter((one) => one.includes(`"name":"${name}"`)).join()).toMatch(/"sha256":"[0-9a-f]{64}"/);
  }
  agent.end();
});

async function maskTwo(
  bed: Bed,
  page: Page,
  who: 'user' | 'seated',
  before: () => void = () => {},
): Promise<readonly string[]> {
  for (const name of NAMES) {
    expect(bed.veneer('install', '--now', bed.give(makeImage(bed.scratch, { name })))).toMatchObject({ status: 0 });
  }
  bed.machine.run('sh', '-c', `echo 'root:${PASSWORD}' | chpasswd`);
  bed.machine.allow();
  before();
  await bed.open(page, who);
  const agent = await startAgent(bed, PASSWORD);
  await toggle(page, 'one');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(result(page)).toContainText('Done');
  expect(bed.merged()).toEqual(['two']);
  agent.end();
  return agent.asked;
}

test('a change and the merge after it are one question for who sits at the machine', async ({ bed, page }) => {
  expect(await maskTwo(bed, page, 'seated')).toEqual(['org.veneer.helper.mask']);
});

test('a change below a merged /etc is one question too', async ({ bed, page }) => {
  bed.machine.run(
    'sh',
    '-c',
    'd=/var/lib/confexts/net/etc && mkdir -p $d/extension-release.d && echo ID=_any > $d/extension-release.d/extension-release.net && touch $d/net.conf',
  );
  // Only once what polkit decides here is written below /etc.
  const mergeEtc = () => expect(bed.machine.run('systemd-confext', 'merge').status).toBe(0);
  expect(await maskTwo(bed, page, 'seated', mergeEtc)).toEqual(['org.veneer.helper.mask']);
  expect(bed.machine.run('touch', '/etc/after').stderr, 'it is merged again').toContain('Read-only file system');
  expect(bed.machine.run('test', '-e', '/etc/net.conf').status).toBe(0);
});

test('who is not at the machine is asked each time', async ({ bed, page }) => {
  expect(await maskTwo(bed, page, 'user')).toEqual(['org.veneer.helper.mask', 'org.veneer.helper.refresh']);
});

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

function publish({ scratch }: Bed, version: string): void {
  for (const name of NAMES) {
    const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
    const files = { [`usr/share/${name}-version`]: version };
    scratch.put(`served/${name}-${version}-x86-64.raw`, imageOf(scratch, { name, release, files }));
  }
  writeSums(scratch, 'served');
}

/** A catalog with two extensions in version 1.0, in a window of somebody who is asked for everything. */
async function openWithCatalog(bed: Bed, page: Page): Promise<Agent> {
  publish(bed, '1.0');
  server = await serveFolder(bed.scratch, 'served');
  bed.machine.run('sh', '-c', `echo 'root:${PASSWORD}' | chpasswd`);
  bed.machine.allow();
  await bed.open(page, 'seated');
  await view(page, 'Catalog').click();
  await addRemote(page, 'mine', server.url);
  return startAgent(bed, PASSWORD);
}

test('asks for an image, for its unsigned source and for the merge, each by itself', async ({ bed, page }) => {
  const agent = await openWithCatalog(bed, page);
  await chooseToInstall(page, 'one', '1.0');
  await expect(sheet(page)).toContainText('Keep current from where it comes');
  await confirmInstall(page, 'merge');
  await expect(result(page)).toContainText('Done');
  expect(bed.merged()).toEqual(['one']);
  expect(bed.machine.run('ls', '/etc/sysupdate.one.d').stdout).toBe('50-veneer.transfer\n');
  expect(agent.asked).toEqual([
    'org.veneer.helper.install',
    'org.veneer.helper.write-transfer-unverified',
    'org.veneer.helper.refresh',
  ]);
  expect(agent.questions[1]).toContain('"url":"');
  agent.end();
});

test('asks for each of several from the catalog, and once for all their updates and the refresh', async ({
  bed,
  page,
}) => {
  const agent = await openWithCatalog(bed, page);
  for (const name of NAMES) {
    await download(page, name, '1.0');
  }
  await openDownloads(page);
  await downloads(page).getByRole('button', { name: 'Install all 2…' }).click();
  await confirmInstall(page, 'merge');
  await expect(result(page)).toContainText('Done');
  expect(bed.merged()).toEqual(NAMES);
  expect(agent.asked.filter((one) => one === 'org.veneer.helper.install')).toHaveLength(NAMES.length);
  expect(agent.asked.at(-1)).toBe('org.veneer.helper.refresh');
  agent.end();

  // It would remember for some minutes who may install, and that covers an update.
  bed.machine.run('systemctl', 'restart', 'polkit');
  const later = await startAgent(bed, PASSWORD);
  publish(bed, '2.0');
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('button', { name: 'Update all 2' }).click();
  await expect(async () => {
    for (const name of NAMES) expect(bed.machine.run('cat', `/usr/share/${name}-version`).stdout).toBe('2.0');
  }).toPass();
  await expect(result(page)).toContainText('Done');
  expect(later.asked).toEqual(['org.veneer.helper.update']);
  later.end();
});
