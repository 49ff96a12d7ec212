/** What a person meant as an extension and systemd never looks at: a wrong suffix, or a folder that it does not search. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import type { Ignored } from '../../shared/model/extension.ts';
import { classesIn, type ExtensionClass, rulesFor, type SystemdRules } from '../../shared/systemd/classes.ts';
import { resolveInRoot } from '../host/rooted.ts';

/** More than a person reads. */
const MOST = 50;

/** Names that publishers and people give images; systemd takes `.raw` alone, and minds the case (image_discover()). */
const IMAGE_NAME = /\.(?:img|squashfs|sqfs|erofs|ext4|sysext|confext|raw\.(?:xz|gz|zst|zstd|bz2))$/i;

/** Folders that another version searches, or that only look as if they were searched. */
const ELSEWHERE: Readonly<Record<ExtensionClass, readonly string[]>> = {
  sysext: rulesFor(252).searchPath.sysext,
  confext: ['/etc/confexts', ...rulesFor(257).searchPath.confext],
};

/** Everything of a class that is there and not looked at, in the order of the folders; all where systemd lacks the class. */
export function readIgnored(root: string, extensionClass: ExtensionClass, rules: SystemdRules): Ignored[] {
  if (!classesIn(rules).includes(extensionClass)) return readLackedClass(root, extensionClass, rules);
  const searched = rules.searchPath[extensionClass];
  const found: Ignored[] = [];
  for (const directory of searched) {
    for (const { name, isFile } of entriesOf(root, directory)) {
      const isWrongCase = !name.endsWith('.raw') && name.toLowerCase().endsWith('.raw');
      if (!isFile || !(IMAGE_NAME.test(name) || isWrongCase)) continue;
      found.push({
        path: join(directory, name),
        class: extensionClass,
        message: messageOf('extension.name-of-image-ends-in-raw'),
      });
    }
  }
  for (const directory of ELSEWHERE[extensionClass].filter((one) => !searched.includes(one))) {
    for (const { name } of entriesOf(root, directory)) {
      found.push({
        path: join(directory, name),
        class: extensionClass,
        message: messageOf('extension.this-version-searches', { folders: searched.join(', ') }),
      });
    }
  }
  return found.slice(0, MOST);
}

/** systemd-confext came with 254 (its NEWS); before, nothing looks into the folders of configuration extensions. */
function readLackedClass(root: string, extensionClass: ExtensionClass, { version }: SystemdRules): Ignored[] {
  const message = messageOf('common.systemd-has-no-configuration-extensions', { version: String(version) });
  return ELSEWHERE[extensionClass]
    .flatMap((directory) => entriesOf(root, directory).map(({ name }) => join(directory, name)))
    .map((path) => ({ path, class: extensionClass, message }))
    .slice(0, MOST);
}

function entriesOf(root: string, directory: string): { readonly name: string; readonly isFile: boolean }[] {
  const folder = resolveInRoot(root, directory);
  if (!folder.found || !folder.stat.isDirectory()) return [];
  try {
    return readdirSync(folder.hostPath, { withFileTypes: true }).map((one) => ({
      name: one.name,
      isFile: one.isFile() || one.isSymbolicLink(),
    }));
  } catch {
    return [];
  }
}
