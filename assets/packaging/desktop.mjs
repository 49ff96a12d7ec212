/** The packages with the desktop window: .deb and .rpm over the staged tree, and the AppImage, by electron-builder. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = join(project, 'assets/packaging/electron-builder.cjs');

/**
 * @param tree the staged tree
 * @param out where they go
 * @param config another configuration, for a test with a stand-in for the binary
 * @returns the paths of the packages
 * @throws {Error} where one was not made, which electron-builder has said then
 */
export function makeDesktop(tree, out, config = CONFIG) {
  const begun = Date.now();
  const afterInstall = join(out, 'after-install.tpl');
  writeFileSync(afterInstall, scriptAfterInstall());
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
      const env = {
        ...process.env,
        VENEER_STAGE: staged,
        VENEER_TARGET: target,
        VENEER_OUT: out,
        VENEER_AFTER_INSTALL: afterInstall,
      };
      const args = ['--linux', '--publish', 'never', '--config', config];
      const program = join(project, 'node_modules/.bin/electron-builder');
      const { status, error } = spawnSync(program, args, { cwd: project, env, stdio: 'inherit' });
      if (status !== 0) throw new Error(`electron-builder (${target}) ended with ${error ?? status}`);
    }
  } finally {
    rmSync(staged, { recursive: true });
    rmSync(afterInstall);
  }
  return readdirSync(out)
    .filter((name) => /\.(?:deb|rpm|AppImage)$/.test(name))
    .map((name) => join(out, name))
    .filter((path) => statSync(path).mtimeMs >= begun);
}

/** What electron-builder's script asks, and how it is asked as somebody who is not root (65534 is nobody, everywhere). */
const AS_ROOT = 'unshare --user true';
const AS_NOBODY = `setpriv --reuid=65534 --regid=65534 --clear-groups ${AS_ROOT}`;

/**
 * The page's sandbox needs user namespaces, or else chrome-sandbox as a program of root's. electron-builder's script looks
 * as root for them, who has them also where everybody else is kept from them (`kernel.unprivileged_userns_clone` of
 * Debian): the window would not start there.
 *
 * @throws {Error} where electron-builder asks in another way than it did
 */
function scriptAfterInstall() {
  const inside = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const template = join(inside.resolve('app-builder-lib/package.json'), '../templates/linux/after-install.tpl');
  const script = readFileSync(template, 'utf8');
  if (script.split(AS_ROOT).length !== 2) throw new Error(`${template} does not ask for user namespaces as it did`);
  return script.replace(AS_ROOT, AS_NOBODY);
}
