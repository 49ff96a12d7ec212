/** What is on a host of all that a file can declare; see shared/declared/present.ts. */

import type { Present, PresentExtension, PresentTransfer } from '../../shared/declared/present.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { BOOT_REFRESH_UNIT } from '../../shared/systemd/boot-refresh-unit.ts';
import { CLASSES, classesIn, type ExtensionClass } from '../../shared/systemd/classes.ts';
import { streamOf } from '../../shared/sysupdate/kind.ts';
import type { System } from '../extensions/system.ts';
import { readText } from '../host/definition-files.ts';
import { isOffByKernel } from '../host/merge-settings.ts';
import { readEnablement } from '../host/services.ts';
import type { Host } from '../hosts/host.ts';
import { notKnownOverSsh } from '../hosts/over-ssh.ts';
import type { Session } from '../session/session.ts';
import { componentsIn } from '../updates/components.ts';

/** @throws {VeneerError} `unsupported` for a host that is read over SSH: its stores, pins and transfer files are not brought */
export async function readPresent({ catalog }: Pick<Session, 'catalog'>, host: Host): Promise<Present> {
  if (host.target.brought !== undefined) throw notKnownOverSsh();
  const system = await host.read();
  const components = componentsIn(system.definitions);
  const extensions: PresentExtension[] = [];
  for (const extensionClass of classesIn(system.release.rules)) {
    const names = new Set(
      [...system.extensions.filter(({ masks }) => !masks), ...system.movedAside].flatMap((one) =>
        one.class === extensionClass ? [one.name] : [],
      ),
    );
    for (const name of [...names].sort())
      extensions.push(await presentExtension(host, system, components, extensionClass, name));
  }
  const known = KNOWN_REMOTES.map(({ name, url }) => `${name} ${url}`);
  return {
    extensions,
    masks: system.extensions
      .filter(({ masks }) => masks)
      .map(({ class: extensionClass, name, path }) => ({ class: extensionClass, name, path })),
    pins: pinsIn(system),
    transfers: transfersIn(system, components),
    remotes: catalog.remotes.list().filter(({ name, url, enabled }) => enabled || !known.includes(`${name} ${url}`)),
    boot: {
      sysext: await isMergedAtBoot(system, 'sysext'),
      confext: await isMergedAtBoot(system, 'confext'),
      services: await isEnabled(system, BOOT_REFRESH_UNIT),
    },
  };
}

async function presentExtension(
  host: Host,
  system: System,
  components: ReturnType<typeof componentsIn>,
  extensionClass: ExtensionClass,
  name: string,
): Promise<PresentExtension> {
  const isIt = (one: { readonly class: string; readonly name: string }) =>
    one.class === extensionClass && one.name === name;
  const mine = system.extensions.filter((one) => isIt(one) && !one.masks);
  const entry: Extension | undefined =
    mine.find(({ listed }) => listed) ?? mine.find(({ masked }) => masked) ?? mine[0];
  const aside = system.movedAside.find(isIt);
  const component = components.find(isIt);
  const path = entry?.path ?? aside?.keptAt ?? '';
  const found = entry === undefined ? undefined : system.origins.get(entry.id);
  return {
    class: extensionClass,
    name,
    version: await host.versionInUse(extensionClass, name),
    releaseVersion: entry?.version ?? null,
    enabled: entry !== undefined && !entry.masked,
    ofOs: path.startsWith('/usr/'),
    path,
    realPath: entry?.realPath ?? path,
    isFolder: entry !== undefined && entry.type !== 'raw' && entry.type !== 'block',
    stream: component?.transfer == null ? '' : streamOf(component.transfer, name),
    origin:
      found === undefined
        ? null
        : { remote: found.remote, address: found.address, sha256: found.sha256, imageSha256: found.imageSha256 },
  };
}

function pinsIn({ pins }: System): Present['pins'] {
  return [...pins].flatMap(([fileName, { version, held }]) => {
    const extensionClass = CLASSES.find((one) => fileName.startsWith(`${one}-`));
    if (extensionClass === undefined || (version === null && !held)) return [];
    return [{ class: extensionClass, name: fileName.slice(extensionClass.length + 1, -'.json'.length), version, held }];
  });
}

/** The definition files of what keeps an extension current. */
function transfersIn({ facts, definitions }: System, components: ReturnType<typeof componentsIn>): PresentTransfer[] {
  return definitions.flatMap(({ component, transfers }) => {
    const of = components.find((one) => one.component === component);
    if (of === undefined) return [];
    return transfers.flatMap(({ path }) => {
      // What came with the OS, or lasts until the next boot, is not ours to bring along.
      const text = path.startsWith('/etc/') ? readText(facts.root, path) : null;
      return text === null ? [] : [{ class: of.class, name: of.name, path, text }];
    });
  });
}

async function isMergedAtBoot(system: System, extensionClass: ExtensionClass): Promise<boolean | null> {
  if (!classesIn(system.release.rules).includes(extensionClass)) return null;
  if (system.facts.root === '/' && system.release.rules.kernelSwitch && isOffByKernel(extensionClass)) return false;
  return isEnabled(system, `systemd-${extensionClass}.service`);
}

/** null where systemctl does not tell, as it does not of a tree. */
async function isEnabled({ facts }: System, unit: string): Promise<boolean | null> {
  const state = facts.root === '/' ? await readEnablement(unit) : 'unknown';
  if (/^enabled/.test(state)) return true;
  return /^(?:disabled|masked)/.test(state) ? false : null;
}
