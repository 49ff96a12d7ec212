/** veneer versions: what is stored of a name, which counts, which is pinned, and what remotes had when they were asked last. */

import { storedVersion } from '../../shared/images/release-name.ts';
import type { Vendor } from '../../shared/images/vendor-store.ts';
import { type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { pinOf } from '../host/pins.ts';
import { removedNames } from '../operations/stored-versions.ts';
import { shownVersions } from '../operations/versions.ts';
import { type Column, formatTable } from './format-table.ts';
import type { Invocation } from './invocation.ts';
import { noSuchName } from './no-such-name.ts';
import { withHost } from './setup.ts';
import { printLong, sayAnswer, textOf } from './terminal.ts';

interface Known {
  readonly version: string;
  readonly isStored: boolean;
  readonly isCurrent: boolean;
  readonly isPinned: boolean;
  /** Who keeps it, where that is the OS itself. */
  readonly vendor: Vendor | null;
  /** Where it could be had. */
  readonly remotes: readonly string[];
}

const VENDOR_WORDS: Readonly<Record<Vendor, Message>> = {
  oem: messageOf('cli.vendor-oem'),
  os: messageOf('cli.vendor-os'),
};
const COLUMNS: readonly Column[] = [
  { head: messageOf('cli.column-version'), isWhole: true },
  { head: messageOf('cli.column-state') },
  { head: messageOf('cli.column-remote') },
];

export function runVersions(invocation: Invocation): Promise<number> {
  return withHost(invocation, async ({ catalog }, host) => {
    const [name = ''] = invocation.operands;
    const system = await host.read();
    const extensionClass: ExtensionClass = invocation.class ?? 'sysext';
    // Nobody is asked: what is in the cache was listed before.
    await catalog.refresh('cache-only', null, host.release(), null);
    const offered = catalog.all().filter((one) => one.class === extensionClass && one.name === name);
    const entries = system.extensions.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
    const isThere = entries.length > 0;
    const stored = shownVersions(system, extensionClass, name);
    if (!isThere && offered.length + stored.length === 0) {
      const names = [...system.extensions, ...removedNames(system)].map((one) => one.name);
      throw noSuchName(names, name);
    }
    const inUse = isThere
      ? ((await host.versionInUse(extensionClass, name)) ?? entries.find((one) => one.listed)?.version ?? null)
      : null;
    const pinned = pinOf(system.pins, extensionClass, name)?.version ?? null;
    const remotesOf = new Map<string, Set<string>>();
    for (const one of offered) {
      const version = storedVersion(one);
      remotesOf.set(version, (remotesOf.get(version) ?? new Set()).add(one.remote));
    }
    const all = new Set([...stored.map(({ version }) => version), ...remotesOf.keys()]);
    if (inUse !== null) all.add(inUse);
    if (pinned !== null) all.add(pinned);
    const versions = [...all]
      .sort((one, other) => compareVersions(other, one))
      .map((version): Known => {
        const mine = stored.find((one) => one.version === version);
        return {
          version,
          isStored: mine !== undefined,
          isCurrent: mine?.isCurrent === true || version === inUse,
          isPinned: version === pinned,
          vendor: mine?.vendor ?? null,
          remotes: [...(remotesOf.get(version) ?? [])].sort(),
        };
      });
    if (invocation.json) sayAnswer('versions', { name, class: extensionClass, versions });
    else await printLong(() => versionsText(versions));
    return 0;
  });
}

function versionsText(versions: readonly Known[]): string {
  if (versions.length === 0) return `${textOf(messageOf('cli.no-version-is-known'))}\n`;
  return formatTable(
    COLUMNS,
    versions.map(({ version, isStored, isCurrent, isPinned, vendor, remotes }) => {
      const state: Text[] = [
        ...(isCurrent ? [messageOf('cli.current')] : []),
        ...(isStored ? [messageOf('cli.stored')] : []),
        ...(isPinned ? [messageOf('cli.pinned')] : []),
      ];
      const text = state.map(textOf).join(', ') || '-';
      const from = [...(vendor === null ? [] : [textOf(VENDOR_WORDS[vendor])]), ...remotes];
      return [version, { text, style: isCurrent ? 'good' : null }, from.join(', ') || '-'];
    }),
  );
}
