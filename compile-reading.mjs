/**
 * Part of build.mjs: runs dist/reading.cjs on a host of two extensions and keeps what V8 compiled of it beside it, the
 * functions that were called among it.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPILED_CACHE, loadCompiled } from './electron/cli/compiled.ts';

const [dist] = process.argv.slice(2);
const tree = mkdtempSync(join(tmpdir(), 'veneer-build-'));
try {
  const put = (path, text) => {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const extensions = 'var/lib/extensions';
  put(`${extensions}/folder/usr/lib/extension-release.d/extension-release.folder`, 'ID=_any\n');
  copyFileSync(join(dist, 'sandbox/metrics.raw'), join(tree, extensions, 'metrics.raw'));
  const { commandLine, script } = loadCompiled(dist);
  for (const args of [
    ['list', '--json'],
    ['list'],
    ['status'],
    ['status', '--json'],
    ['inspect', 'metrics'],
    ['inspect', 'folder', '--json'],
    ['ls', 'metrics'],
  ]) {
    await commandLine.runCommandLine([...args, '--root', tree]);
    if (process.exitCode !== 0) throw new Error(`veneer ${args.join(' ')} ended with ${process.exitCode}`);
  }
  writeFileSync(join(dist, COMPILED_CACHE), script.createCachedData());
} finally {
  rmSync(tree, { recursive: true });
}
