/** What of other people's is in the built programs, as the bundlers themselves say: the packages of which they took a file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Beside the programs in dist/, for who packs them. */
export const COMPONENTS_FILE = 'components.json';

/** SPDX took these names back (spdx.org/licenses). */
const RENAMED = { 'LGPL-3.0+': 'LGPL-3.0-or-later' };

/**
 * @param paths of files that were bundled, in whichever form a bundler names them
 * @returns the folders of their packages below the project, sorted; the same package may be there twice, in two versions
 */
export function packageFolders(paths) {
  const folders = [...paths].flatMap((path) => {
    const [, folder] = /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+)\//.exec(path) ?? [];
    return folder === undefined ? [] : [folder];
  });
  return [...new Set(folders)].sort();
}

/**
 * @param folder below the project
 * @returns its name, version, licence as SPDX says it, who made it, where its sources are, and the text of its licence
 */
export function componentAt(folder) {
  const { name, version, license, repository, homepage, author } = JSON.parse(
    readFileSync(join(project, folder, 'package.json'), 'utf8'),
  );
  if (license === undefined) throw new Error(`${folder} does not say under which licence it may be passed on`);
  const address = typeof repository === 'string' ? repository : (repository?.url ?? homepage ?? '');
  const file = readdirSync(join(project, folder)).find((one) => /^licen[cs]e/i.test(one));
  return {
    name,
    version,
    licence: RENAMED[license] ?? license,
    makers: (typeof author === 'string' ? author : author?.name) ?? `the ${name} contributors`,
    source: sourceOf(address),
    text: file === undefined ? null : readFileSync(join(project, folder, file), 'utf8').trim(),
  };
}

/** npm takes short forms of addresses. */
function sourceOf(address) {
  const plain = address
    .replace(/^git\+/, '')
    .replace(/^git:\/\//, 'https://')
    .replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/')
    .replace(/^github:/, 'https://github.com/');
  return /^[\w-]+\/[\w.-]+$/.test(plain) ? `https://github.com/${plain}` : plain;
}

/** @returns all that the programs in `dist` are made with, and the Node that they are packed with, null for none */
export function componentsIn(dist, nodeArch) {
  const folders = JSON.parse(readFileSync(join(dist, COMPONENTS_FILE), 'utf8'));
  if (nodeArch === null) return { bundled: folders.map(componentAt), node: null };
  const { version, licence, text } = componentAt(`node_modules/node-linux-${nodeArch}`);
  const node = { name: 'node', version, licence, source: 'https://github.com/nodejs/node', text };
  return { bundled: folders.map(componentAt), node };
}
