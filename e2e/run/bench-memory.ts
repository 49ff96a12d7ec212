/**
 * npm run bench:memory [MIB]: what is resident at the most while an image of 4 GiB, or of another size, is downloaded, plain
 * and packed, by the command line and by the server of a window, and in the process that each starts for it. Takes some minutes
 * and 12 GiB of disk, and so is no part of npm run bench.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../harness/nginx.ts';
import { run } from '../harness/programs.ts';
import { makeScratch } from '../harness/scratch.ts';
import { addRemote, download, view } from '../shells/catalog.ts';
import setUpPrograms from '../shells/programs.ts';
import { startServer } from '../shells/server.ts';
import { launchBrowser } from './browser.ts';
import { ended, peakMiB, watchMemory } from './watch-memory.ts';

const IMAGE_MIB = Number(process.argv[2] ?? 4096);
const TIMEOUT_MS = 15 * 60_000;
const PACKERS = { raw: null, 'raw.xz': 'xz -6 -T2', 'raw.gz': 'gzip -6', 'raw.zst': 'zstd -q -3 -T2' } as const;
const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));

/** One MiB in eight is noise, which no packer makes smaller; the rest is as in a file system that has room. */
function makeImage(path: string): void {
  const piece = 'head -c 1M /dev/urandom; head -c 7M /dev/zero';
  run('sh', ['-c', `for i in $(seq ${IMAGE_MIB / 8}); do ${piece}; done > "$1"`, 'sh', path]);
}

const scratch = makeScratch('bench-memory');
const removePrograms = setUpPrograms();
try {
  mkdirSync(join(scratch.path, 'image'));
  const image = join(scratch.path, 'image/large.raw');
  makeImage(image);
  for (const [suffix, packer] of Object.entries(PACKERS)) {
    mkdirSync(join(scratch.path, 'served'));
    const served = join(scratch.path, `served/large-1.0.${suffix}`);
    run('sh', ['-c', packer === null ? 'ln "$1" "$2"' : `${packer} -c "$1" > "$2"`, 'sh', image, served]);
    scratch.put('served/SHA256SUMS', `${run('sha256sum', [served]).split(' ')[0]}  large-1.0.${suffix}\n`);
    const server = await serveFolder(scratch, 'served');
    const [alone, window] = [await downloadAlone(server.url), await downloadInWindow(server.url)];
    await server.stop();
    rmSync(join(scratch.path, 'served'), { recursive: true });
    process.stdout.write(`${suffix.padEnd(8)} ${alone}   ${window}\n`);
  }
} finally {
  removePrograms();
  scratch.remove();
}

async function downloadAlone(url: string): Promise<string> {
  const env = { ...process.env, HOME: scratch.path, XDG_CONFIG_HOME: '', XDG_CACHE_HOME: '', XDG_STATE_HOME: '' };
  const veneer = (...args: string[]) =>
    spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  await ended(veneer('remote', 'add', 'here', url));
  const out = join(scratch.path, 'out');
  const begun = performance.now();
  const downloading = veneer('download', 'large', '--force', '--output', out);
  const { own, child } = await watchMemory(downloading.pid ?? 0, ended(downloading));
  const seconds = (performance.now() - begun) / 1000;
  run('cmp', [join(scratch.path, 'image/large.raw'), join(out, 'large-1.0.raw')]);
  rmSync(out, { recursive: true });
  await ended(veneer('remote', 'remove', 'here'));
  return `veneer download: ${own.toFixed(0)} MiB, its process ${child.toFixed(0)}, ${seconds.toFixed(0)} s`;
}

async function downloadInWindow(url: string): Promise<string> {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const veneer = await startServer(scratch, { user: 'own', args: ['--root', join(scratch.path, 'tree')] });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(veneer.url);
    await view(page, 'Catalog').click();
    await addRemote(page, 'here', url);
    await download(page, 'large', '1.0');
    const before = peakMiB(veneer.pid);
    const whole = page.getByText('Downloaded and verified').waitFor({ timeout: TIMEOUT_MS });
    const { own, child } = await watchMemory(veneer.pid, whole);
    await page.getByRole('button', { name: 'Delete the download of large 1.0' }).click();
    await page.getByText('Downloaded and verified').waitFor({ state: 'hidden' });
    return `veneer serve: ${own.toFixed(0)} MiB (${before.toFixed(0)} before it began), its process ${child.toFixed(0)}`;
  } finally {
    await browser.close();
    await veneer.stop();
    rmSync(join(scratch.path, 'home'), { recursive: true });
  }
}
