/** What servers do wrong, told in the window with what to do about it; nothing of it is kept. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { makeCertificates } from '../harness/certificates.ts';
import { serveFaults, serveFile } from '../harness/faulty-server.ts';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { serveFolder } from '../harness/nginx.ts';
import { makeSigningKey } from '../harness/openpgp-key.ts';
import { hashOf, imageOf, writeSums } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import {
  addRemote,
  download,
  downloads,
  downloadsButton,
  entry,
  openDownloads,
  remote,
  showAll,
  view,
} from '../shells/catalog.ts';
import { type Server, startServer } from '../shells/server.ts';
import { openWindow } from '../shells/window.ts';

interface Host {
  readonly scratch: Scratch;
  readonly namespace: MountNamespace;
  /** Opens the window. */
  start(env?: NodeJS.ProcessEnv): Promise<void>;
  /** What there is of downloads on disk. */
  parts(): string[];
  /** Stopped after the test. */
  readonly servers: { stop(): Promise<void> }[];
}

const test = base.extend<{ host: Host }>({
  host: async ({ page }, use) => {
    const scratch = makeScratch('faults');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    const namespace = await openMountNamespace();
    const servers: { stop(): Promise<void> }[] = [];
    let veneer: Server | null = null;
    const folder = () => `/proc/${namespace.pid}/root${join(scratch.path, 'home/.cache/veneer/downloads')}`;
    await use({
      scratch,
      namespace,
      async start(env = {}) {
        const args = ['--root', join(scratch.path, 'tree')];
        veneer = await startServer(scratch, { user: 'own', args, enter: namespace.enter, env });
        await openWindow(page, veneer.url);
        await view(page, 'Settings').click();
      },
      parts: () => (existsSync(folder()) ? readdirSync(folder()) : []),
      servers,
    });
    await (veneer as Server | null)?.stop();
    for (const one of servers) await one.stop();
    namespace.close();
    scratch.remove();
  },
});

type Answer = (request: IncomingMessage, response: ServerResponse, before: number) => void;

const line = (page: Page, name: string) =>
  downloads(page)
    .getByRole('listitem')
    .filter({ hasText: `${name} 1.0` });

/** A look at the first blocks, for the pill, is no download. */
const isLook = ({ method, headers }: IncomingMessage) =>
  method === 'HEAD' || /^bytes=\d+-\d+$/.test(headers.range ?? '');

test('on the way', async ({ page, host }) => {
  const { scratch, servers } = host;
  const content = Buffer.concat([imageOf(scratch, { name: 'tool' }), randomBytes(400_000)]);
  const half = content.length / 2;
  const cut: Answer = (request, response, before) =>
    serveFile(request, response, before === 0 ? { content, cutAfter: half } : { content });
  const mended: Readonly<Record<string, Answer>> = {
    cut,
    without: (request, response, before) =>
      serveFile(request, response, { content, ranges: false, ...(before === 0 ? { cutAfter: half } : {}) }),
    changed: (request, response, before) =>
      serveFile(request, response, before === 0 ? { content: randomBytes(400_000), cutAfter: half } : { content }),
  };
  const busy =
    (wait: string): Answer =>
    (_request, response) =>
      response.writeHead(429, { 'retry-after': wait }).end();
  const failing: Readonly<Record<string, readonly [Answer, string]>> = {
    wrong: [
      (request, response) => serveFile(request, response, { content: randomBytes(1000) }),
      'The file is not the one that the list of the remote tells of. It was deleted. Try again later',
    ],
    short: [
      (_request, response) =>
        response.socket?.end(
          Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${half}\r\n\r\n`), content]),
        ),
      'The file is not the one that the list of the remote tells of.',
    ],
    gone: [(_request, response) => response.writeHead(404).end(), 'has no such file. Look for newer versions'],
    forbidden: [(_request, response) => response.writeHead(403).end(), 'does not let anybody have it. Ask who runs'],
    limited: [busy('86400'), 'is busy and asks to wait. Try again later.'],
    patient: [busy('60'), 'is busy and asks to wait. Trying again.'],
    broken: [(_request, response) => response.writeHead(500).end(), 'answered with the error 500. Trying again.'],
    huge: [
      (_request, response) => response.writeHead(200, { 'content-length': 2 ** 42 }).flushHeaders(),
      'sends more than any image has. Tell who runs the remote.',
    ],
    elsewhere: [
      (_request, response) => response.writeHead(302, { location: 'http://veneer.invalid/x' }).end(),
      'sends on to an address that is not https. Tell who runs the server.',
    ],
  };
  const names = [...Object.keys(mended), ...Object.keys(failing)];
  const counts = new Map<string, number>();
  const server = await serveFaults((request, response) => {
    const name = /^\/(\w+)-1\.0\.raw$/.exec(request.url ?? '')?.[1] ?? '';
    if (request.url === '/SHA256SUMS') {
      return response.end(names.map((one) => `${hashOf(content)}  ${one}-1.0.raw\n`).join(''));
    }
    const answer = mended[name] ?? failing[name]?.[0];
    if (answer === undefined || isLook(request)) return response.writeHead(404).end();
    const before = counts.get(name) ?? 0;
    counts.set(name, before + 1);
    answer(request, response, before);
  });
  servers.push(server);
  await host.start();
  await addRemote(page, 'faulty', server.url);
  await view(page, 'Catalog').click();
  // The server says of a look that it has none of them.
  await showAll(page);
  for (const name of Object.keys(mended)) {
    await download(page, name, '1.0');
    await openDownloads(page);
    await expect(line(page, name)).toContainText('Downloaded and verified');
    await page.getByRole('button', { name: `Delete the download of ${name} 1.0` }).click();
  }
  for (const [name, [, said]] of Object.entries(failing)) {
    await download(page, name, '1.0');
    await openDownloads(page);
    await expect(line(page, name)).toContainText(said);
    await page.getByRole('button', { name: `Delete the download of ${name} 1.0` }).click();
    await expect(downloadsButton(page)).toBeHidden();
  }
  await expect.poll(host.parts).toEqual([]);
});

test('of whole remotes', async ({ page, host }) => {
  const { scratch, servers } = host;
  const { authority, good, expired, otherHost } = makeCertificates(scratch);
  for (const name of ['fine', 'forged', 'hostile']) {
    scratch.put(`served/${name}/${name}-1.0.raw`, imageOf(scratch, { name }));
    const hash = 'a'.repeat(64);
    const more = [
      `${hash}  ../up-1.raw`,
      `${hash}  /abs-1.raw`,
      `${hash}  n\0ul-1.raw`,
      `${hash}  ${'x'.repeat(1 << 20)}`,
    ];
    writeSums(scratch, `served/${name}`, name === 'hostile' ? `${more.join('\n')}\n` : '');
  }
  const key = makeSigningKey(scratch, 'maker');
  const other = makeSigningKey(scratch, 'other');
  other.sign(join(scratch.path, 'served/forged/SHA256SUMS'));
  for (const one of [key, other]) one.close();
  const tls = async (certificate: typeof good) => {
    const server = await serveFolder(scratch, 'served', { tls: certificate });
    servers.push(server);
    return `${server.url}fine`;
  };
  const answers = await serveFaults((request, response) => {
    if (request.url?.startsWith('/busy')) response.writeHead(429, { 'retry-after': '86400' }).end();
    else if (request.url?.startsWith('/broken')) response.writeHead(500).end();
    else response.writeHead(404).end();
  });
  const plain = await serveFolder(scratch, 'served');
  servers.push(answers, plain);
  await host.start({ NODE_EXTRA_CA_CERTS: authority });
  for (const [name, url, said] of [
    ['good', await tls(good), '1 extension'],
    ['expired', await tls(expired), 'has expired. Nothing was fetched from it.'],
    ['other', await tls(otherHost), 'is not one that this system trusts. Nothing was fetched from it.'],
    ['busy', `${answers.url}busy`, 'is busy and asks to wait.'],
    ['broken', `${answers.url}broken`, 'answered with the error 500.'],
    ['empty', `${answers.url}empty`, 'has no SHA256SUMS, so nobody can tell what is there.'],
    ['hostile', `${plain.url}hostile`, '1 extension'],
  ] as const) {
    await addRemote(page, name, url);
    await expect(remote(page, name)).toContainText(said);
  }
  await addRemote(page, 'forged', `${plain.url}forged`);
  await remote(page, 'forged').getByRole('button', { name: 'Change forged' }).click();
  await page.getByRole('radio', { name: 'This key' }).click();
  await page.getByRole('textbox', { name: 'OpenPGP public key' }).fill(key.armour);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(remote(page, 'forged')).toContainText('is not used');
  await view(page, 'Catalog').click();
  await expect(entry(page, 'fine')).toBeVisible();
  await expect(entry(page, 'hostile')).toBeVisible();
  await expect(entry(page, 'forged')).toBeHidden();
  await expect(page.getByRole('main')).toContainText('4 entries of its list lead elsewhere or cannot be read');
  await expect(page.getByRole('main')).toContainText('Look whether the address is that of the folder');
});

test('a disk without room', async ({ page, host }) => {
  const { scratch, servers, namespace } = host;
  const cache = join(scratch.path, 'home/.cache');
  expect(namespace.run('mkdir', '--parents', cache).status).toBe(0);
  expect(namespace.run('mount', '-t', 'tmpfs', '-o', 'size=50m', 'tmpfs', cache).status).toBe(0);
  const noise = randomBytes(1 << 20);
  const server = await serveFaults((request, response) => {
    if (request.url === '/SHA256SUMS') {
      return response.end(['known', 'unknown'].map((one) => `${'a'.repeat(64)}  ${one}-1.0.raw\n`).join(''));
    }
    if (isLook(request)) return response.writeHead(404).end();
    if (request.url === '/known-1.0.raw') {
      return response.writeHead(200, { 'content-length': 100 << 20 }).flushHeaders();
    }
    const more = () => {
      while (response.write(noise));
    };
    response.on('drain', more);
    more();
  });
  servers.push(server);
  await host.start();
  await addRemote(page, 'large', server.url);
  await view(page, 'Catalog').click();
  await showAll(page);
  for (const [name, said] of [
    ['known', /There is no room for the download: 132 MiB are needed, \d+ MiB are free\. Free some room/],
    ['unknown', 'The disk became full. What was downloaded of it was deleted. Free some room and try again.'],
  ] as const) {
    await download(page, name, '1.0');
    await openDownloads(page);
    await expect(line(page, name)).toContainText(said);
    await page.getByRole('button', { name: `Delete the download of ${name} 1.0` }).click();
  }
  await expect.poll(host.parts).toEqual([]);
  expect(namespace.run('df', '--output=used', '--block-size=1M', cache).output).toMatch(/\n\s*[01]\n/);
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(cache);
});
