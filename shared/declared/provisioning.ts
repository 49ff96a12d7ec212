/** A host as files, links, directories and units: what Ignition and a script put there. */

import { PINS, pinFileName, pinText } from '../changes/pin-record.ts';
import { type Message, messageOf } from '../messages/message.ts';
import { BOOT_REFRESH_UNIT } from '../systemd/boot-refresh-unit.ts';
import { BOOT_SETTINGS, type BootSetting, type Present, type PresentExtension } from './present.ts';

export interface FetchedFile {
  readonly path: string;
  readonly url: string;
  /** How it is packed there. */
  readonly packing: 'none' | 'xz' | 'gz' | 'zst';
  /** Of what stands at the path in the end. */
  readonly sha256: string;
}

export interface Provisioning {
  readonly fetched: readonly FetchedFile[];
  readonly written: readonly { readonly path: string; readonly text: string }[];
  readonly links: readonly {
    readonly path: string;
    readonly target: string;
    /** Whether something may stand there, of which it takes the place. */
    readonly overwrites?: boolean;
  }[];
  /** Empty, as masks are. */
  readonly directories: readonly string[];
  readonly units: readonly { readonly name: string; readonly enabled: boolean }[];
  /** What of the host cannot be said so, and why. */
  readonly lacks: readonly Message[];
}

export const BOOT_UNIT: Readonly<Record<BootSetting, string>> = {
  sysext: 'systemd-sysext.service',
  confext: 'systemd-confext.service',
  services: BOOT_REFRESH_UNIT,
};

export function provisioningOf({ extensions, masks, pins, transfers, boot }: Present): Provisioning {
  const mine = extensions.filter(({ ofOs }) => !ofOs);
  const images = mine.map((one) => ({ one, file: fetchedFile(one) }));
  const had = images.flatMap(({ one, file }) => ('url' in file ? [{ one, file }] : []));
  return {
    fetched: had.map(({ file }) => file),
    written: [
      ...transfers.map(({ path, text }) => ({ path, text })),
      ...pins.map((one) => ({ path: `${PINS}/${pinFileName(one.class, one.name)}`, text: pinText(one) })),
    ],
    links: had.flatMap(({ one: { path, realPath } }) =>
      path === realPath || realPath.startsWith(`${path}/`) ? [] : [{ path, target: realPath }],
    ),
    directories: masks.map(({ path }) => path),
    // The unit of Veneer's own is not there unless Veneer puts it there.
    units: BOOT_SETTINGS.flatMap((one) => {
      const enabled = boot[one];
      return enabled === null || one === 'services' ? [] : [{ name: BOOT_UNIT[one], enabled }];
    }),
    lacks: [
      ...images.flatMap(({ file }) => ('url' in file ? [] : [file.lacks])),
      ...(boot.services === true ? [messageOf('declared.unit-is-veneers', { unit: BOOT_UNIT.services })] : []),
    ],
  };
}

function fetchedFile(one: PresentExtension): FetchedFile | { readonly lacks: Message } {
  const { name, isFolder, origin, realPath } = one;
  if (isFolder) return { lacks: messageOf('declared.is-folder', { path: realPath }) };
  const url = origin?.address ?? null;
  if (origin === null || url === null) return { lacks: messageOf('declared.source-not-known', { name }) };
  const served = /^(?:https?|file):.*\.raw(?:\.(xz|gz|zst))?$/.exec(url);
  if (served === null) return { lacks: messageOf('declared.source-no-file', { name, address: url }) };
  const packing = (served[1] ?? 'none') as FetchedFile['packing'];
  return { path: realPath, url, packing, sha256: origin.imageSha256 };
}
