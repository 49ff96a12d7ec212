/** The one place at the end of a catalog's row, from what nobody knows yet to what is installed. */
import { rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { type FaultyServer, serveFaults, serveFile } from '../harness/faulty-server.ts';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { addRemote, downloadsButton, entry, view } from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { confirmInstall, details, row, sheet } from '../shells/window.ts';

/** What is sent of an image before hardly anything comes any more. */
const FIRST = 2_000_000;

/** What a look into an image asks for; a download has no end of its own. */
const PART = /^bytes=(\d+)-(\d+)$/;

function servePart([, first, last]: RegExpExecArray, content: Buffer, response: ServerResponse): void {
  const part = content.subarray(Number(first), Number(last) + 1);
  const range = `bytes ${first}-${Number(first) + part.length - 1}/${content.length}`;
  response.writeHead(206, { 'content-range': range, etag: '"1"' }).end(part);
}

let server: FaultyServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

test('checking, Install, how far it is, Installed; and beside it Show and Remove', async ({
  page,
  scratch,
  sandbox,
}) => {
  // It would make every merge fail.
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  const release = 'ID=_any\nSYSEXT_VERSION_ID=1.0\n';
  const image = Buffer.concat([imageOf(scratch, { name: 'smith', release }), Buffer.alloc(8_000_000)]);
  const files: Readonly<Record<string, Buffer>> = {
    '/smith-1.0.raw': image,
    '/SHA256SUMS': Buffer.from(`${hashOf(image)}  smith-1.0.raw\n`),
  };
  const looks: (() => void)[] = [];
  const rests: (() => void)[] = [];
  let mayLook = false;
  server = await serveFaults((request, response) => {
    const content = files[String(request.url)];
    const part = PART.exec(request.headers.range ?? '');
    if (content === undefined) response.writeHead(404).end();
    else if (content !== image) serveFile(request, response, { content });
    else if (part !== null) {
      const answer = () => servePart(part, content, response);
      if (mayLook) answer();
      else looks.push(answer);
    } else
      serveFile(request, response, {
        content,
        send(body) {
          response.write(body.subarray(0, FIRST));
          let at = FIRST;
          const drip = setInterval(() => response.write(body.subarray(at, ++at)), 100);
          response.once('close', () => clearInterval(drip));
          rests.push(() => {
            clearInterval(drip);
            response.end(body.subarray(at));
          });
        },
      });
  });
  await view(page, 'Settings').click();
  await addRemote(page, 'smithy', server.url);
  await view(page, 'Catalog').click();
  const place = entry(page, 'smith').locator('.entry-action');
  await expect(place).toHaveText('checking…');
  await expect.poll(() => looks.length).toBeGreaterThan(0);
  mayLook = true;
  for (const answer of looks) answer();
  await place.getByRole('button', { name: 'Install smith 1.0' }).click();
  await expect(place).toContainText(/^\s*[1-9]\d%$/);
  await expect(downloadsButton(page)).toContainText(/1 download · [1-9]\d%/);
  for (const answer of rests) answer();

  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  await expect(place).toHaveText('Installed');
  await entry(page, 'smith').click({ position: { x: 60, y: 20 } });
  const show = details(page).getByRole('button', { name: 'Show', exact: true });
  await expect(show).toHaveClass(/button-primary/);
  await expect(details(page).getByRole('button', { name: 'Remove…' })).toBeVisible();
  await expect(details(page).getByRole('button', { name: /^(Install|Download)/ })).toHaveCount(0);
  await show.click();
  await expect(row(page, 'smith')).toHaveAttribute('aria-selected', 'true');
  await expect(details(page).getByRole('heading', { name: 'smith', exact: true })).toBeVisible();
});
