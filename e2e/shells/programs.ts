/** Copies the built tree to where an ordinary user can run it, once for the whole run, and takes it away afterwards. */
import { chmodSync, copyFileSync, cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

export default function setUp(): () => void {
  if (!existsSync(join(dist, 'window/index.html'))) throw new Error('dist/ is not built. Run: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'veneer-programs-'));
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  copyFileSync(realpathSync(process.execPath), join(folder, 'node'));
  chmodSync(folder, 0o755);
  process.env['VENEER_PROGRAMS'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
