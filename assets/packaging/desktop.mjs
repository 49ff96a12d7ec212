/** The packages with the desktop window: .deb and .rpm over the staged tree, and the AppImage, by electron-builder. */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = join(project, 'assets/packaging/electron-builder.cjs');

/**
 * @param tree the staged tree
 * @param out where they go
 * @param config another configuration, for a test with a stand-in for the binary
 * @throws {Error} where one was not made, which electron-builder has said then
 */
export function makeDesktop(tree, out, config = CONFIG) {
  const staged = join(out, 'with-desktop');
  rmSync(staged, { recursive: true, force: true });
  cpSync(tree, staged, { recursive: true, verbatimSymlinks: true });
  // electron-builder writes one of its own, which starts the window that the package brings.
  rmSync(join(staged, 'usr/share/applications'), { recursive: true });
  try {
    for (const target of ['packages', 'AppImage']) {
      // It takes /usr/lib/veneer alone along, in which the helper is a link that leads out.
      if (target === 'AppImage') {
        const helper = join(staged, 'usr/lib/veneer/dist/helper.cjs');
        rmSync(helper);
        cpSync(join(staged, INSTALLED_HELPER), helper);
      }
      const env = { ...process.env, VENEER_STAGE: staged, VENEER_TARGET: target, VENEER_OUT: out };
      const args = ['--linux', '--publish', 'never', '--config', config];
      const program = join(project, 'node_modules/.bin/electron-builder');
      const { status, error } = spawnSync(program, args, { cwd: project, env, stdio: 'inherit' });
      if (status !== 0) throw new Error(`electron-builder (${target}) ended with ${error ?? status}`);
    }
  } finally {
    rmSync(staged, { recursive: true });
  }
}
