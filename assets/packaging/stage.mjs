/** The tree that every package of Veneer holds: command line, headless server and window, with or without a Node of its own. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { manualPage } from '../../electron/cli/table/manual.ts';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { componentsIn } from './components.mjs';
import { DESKTOP_ALONE } from './desktop-alone.mjs';
import { documentPage, RECIPE_PAGE } from './document-page.ts';
import { thirdPartyLicences } from './licences.mjs';
import { sbomOf } from './sbom.mjs';
import { withoutSymbols } from './strip.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const project = join(here, '../..');
export const ID = 'org.veneer.Veneer';
const SIZES = [16, 32, 48, 64, 128, 256, 512];
/** Where the tree lies on a system; node stands beside the programs. */
const HOME = 'usr/lib/veneer';

/** Of no use to who uses it. */
const OF_CONTRIBUTORS = new Set(['architecture.md', 'benchmarks.md']);

/** @returns a folder of the project that the lock file put there */
const ofModule = (name, path) => join(project, 'node_modules', name, path);

/**
 * @param root an empty folder
 * @param about `version`, `date` (ISO), `dist` (the built programs) and `nodeArch`: x64 or arm64, null for the system's own Node
 */
export function stage(root, { version, date, dist, nodeArch }) {
  const put = (path, content, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true, mode: 0o755 });
    writeFileSync(join(root, path), content, { mode });
    chmodSync(join(root, path), mode);
  };
  const copy = (from, to, mode) => put(to, readFileSync(from), mode);
  const hasNode = nodeArch !== null;
  if (hasNode) {
    const node = readFileSync(ofModule(`node-linux-${nodeArch}`, 'bin/node'));
    put(`${HOME}/node`, withoutSymbols(node), 0o755);
  }
  cpSync(dist, join(root, HOME, 'dist'), { recursive: true });
  rmSync(join(root, HOME, 'dist/main.js'), { force: true });
  for (const name of readdirSync(dist).filter((one) => one.startsWith(DESKTOP_ALONE)))
    rmSync(join(root, HOME, 'dist', name));
  rmSync(join(root, HOME, 'dist/preload.cjs'), { force: true });
  // It is where polkit knows it, and once.
  rmSync(join(root, HOME, 'dist/helper.cjs'));
  // Of use to the V8 that made it alone.
  for (const name of hasNode ? [] : readdirSync(dist).filter((one) => one.endsWith('.cache')))
    rmSync(join(root, HOME, 'dist', name));
  normalise(join(root, HOME, 'dist'));
  const interpreter = hasNode ? `/${HOME}/node` : '/usr/bin/node';
  const runBy = (file) => readFileSync(join(dist, file), 'utf8').replace(/^#!.*/, `#!${interpreter}`);
  put(`${HOME}/dist/cli.cjs`, runBy('cli.cjs'), 0o755);
  put(INSTALLED_HELPER.slice(1), runBy('helper.cjs'), 0o755);
  symlinkSync(relative(`/${HOME}/dist`, INSTALLED_HELPER), join(root, HOME, 'dist/helper.cjs'));
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  symlinkSync('../lib/veneer/dist/cli.cjs', join(root, 'usr/bin/veneer'));

  copy(join(project, 'assets/polkit/org.veneer.helper.policy'), 'usr/share/polkit-1/actions/org.veneer.helper.policy');
  copy(join(here, `${ID}.desktop`), `usr/share/applications/${ID}.desktop`);
  copy(join(here, `${ID}.metainfo.xml`), `usr/share/metainfo/${ID}.metainfo.xml`);
  copy(join(here, `${ID}.mime.xml`), `usr/share/mime/packages/${ID}.xml`);
  for (const unit of ['veneer.service', 'veneer.socket', 'veneer-update.service', 'veneer-update.timer']) {
    copy(join(here, unit), `usr/lib/systemd/user/${unit}`);
  }
  copy(join(here, '90-veneer.preset'), 'usr/lib/systemd/user-preset/90-veneer.preset');
  const icons = 'usr/share/icons/hicolor';
  for (const size of SIZES) {
    copy(join(project, `assets/icons/veneer-${size}.png`), `${icons}/${size}x${size}/apps/${ID}.png`);
  }
  copy(join(project, 'assets/icons/veneer.svg'), `${icons}/scalable/apps/${ID}.svg`);
  copy(join(project, 'assets/icons/veneer-symbolic.svg'), `${icons}/symbolic/apps/${ID}-symbolic.svg`);

  const manual = manualPage({ version, date });
  put('usr/share/man/man1/veneer.1.gz', gzipSync(manual, { level: 9 }));
  const recipe = readFileSync(join(project, 'docs/recipes.md'), 'utf8');
  put(
    'usr/share/man/man5/veneer-recipe.5.gz',
    gzipSync(documentPage(recipe, { ...RECIPE_PAGE, version, date }), { level: 9 }),
  );
  copy(join(project, 'docs/json/veneer.schema.json'), 'usr/share/doc/veneer/veneer.schema.json');
  copy(join(project, 'docs/json/recipe.schema.json'), 'usr/share/doc/veneer/recipe.schema.json');
  for (const recipe of readdirSync(join(project, 'assets/recipes')))
    copy(join(project, 'assets/recipes', recipe), `usr/share/doc/veneer/examples/${recipe}`);
  copy(join(project, 'LICENSE'), 'usr/share/doc/veneer/LICENSE');
  for (const page of readdirSync(join(project, 'docs')).filter(
    (one) => one.endsWith('.md') && !OF_CONTRIBUTORS.has(one),
  ))
    put(`usr/share/doc/veneer/${page}.gz`, gzipSync(readFileSync(join(project, 'docs', page)), { level: 9 }));
  for (const page of ['README.md', 'CHANGELOG.md'])
    put(`usr/share/doc/veneer/${page}.gz`, gzipSync(readFileSync(join(project, page)), { level: 9 }));
  copy(join(project, 'assets/polkit/50-veneer.rules.example'), 'usr/share/doc/veneer/examples/50-veneer.rules.example');
  copy(join(here, 'completions/veneer.bash'), 'usr/share/bash-completion/completions/veneer');
  // Debian's zsh reads the first, that of everybody else the second.
  copy(join(here, 'completions/veneer.zsh'), 'usr/share/zsh/vendor-completions/_veneer');
  copy(join(here, 'completions/veneer.zsh'), 'usr/share/zsh/site-functions/_veneer');
  copy(join(here, 'completions/veneer.fish'), 'usr/share/fish/vendor_completions.d/veneer.fish');
  const components = componentsIn(dist, nodeArch);
  put('usr/share/doc/veneer/third-party-licenses.txt.gz', gzipSync(thirdPartyLicences(components), { level: 9 }));
  put('usr/share/doc/veneer/veneer.cdx.json', sbomOf(components, { version, date }));
}

/** Files that anybody may read, whatever umask they were built under. */
function normalise(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
  chmodSync(folder, 0o755);
}

/** Whether the tree was built for a window as well. */
export function needBuilt(dist) {
  if (!existsSync(join(dist, 'window/index.html'))) throw new Error(`${dist} is not built. Run: npm run build`);
}
