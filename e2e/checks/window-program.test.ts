/** The program of the window holds no reader of images or lists, so that nothing there can parse one by mistake. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

async function partsOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['electron'],
    metafile: true,
    write: false,
    outdir: 'dist',
    logLevel: 'error',
    define: { VENEER_VERSION: '"0"', VENEER_HELPER_SHA256: '""', VENEER_POLICY: '""' },
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
}

/** What parses: file systems, partition tables, programs, lists and signatures, and the functions that ask them. */
const READERS =
  /^node_modules\/openpgp|^shared\/(?:checksums|sysupdate\/manifest)|^electron\/lists\/|^electron\/(?:downloads\/(?:fetch-|download-writer|declared-size|unpack)|images\/(?:layers|codecs|decompress|unpack|folder|erofs|ext|gpt|elf|open|identify|squashfs\/(?:reader|data|metadata|tables|xattrs))|extensions\/(?:own-reader|reading|inspect\.|contents|findings|index|tree-facts))/;

test('is so for the desktop and for the helper, and not for the guarded process', async () => {
  expect((await partsOf('electron/reader/child.ts')).filter((path) => READERS.test(path)).length).toBeGreaterThan(20);
  expect((await partsOf('electron/desktop/main.ts')).filter((path) => READERS.test(path))).toEqual([]);
  const helper = await partsOf('electron/helper/main.ts');
  expect(helper).toContain('electron/helper/main.ts');
  expect(helper.filter((path) => path.startsWith('electron/images/'))).toEqual([]);
});
