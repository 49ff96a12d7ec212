/** The versions of a name that the OS keeps itself: it alone says which is current, at every start. */
import { type Vendor, vendorFolders, vendorOf, vendorVersion } from '../../shared/images/vendor-store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { StoredVersion } from '../../shared/model/inspected-image.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { storedFilesIn } from '../extensions/stores.ts';
import type { System } from '../extensions/system.ts';

interface Named {
  readonly class: ExtensionClass;
  readonly name: string;
}

/** Who keeps the images of a name; null for nobody of these. */
export function vendorOfName({ extensions }: Pick<System, 'extensions'>, named: Named): Vendor | null {
  const mine = extensions.filter((one) => one.class === named.class && one.name === named.name && !one.masks);
  return mine.map(({ realPath }) => vendorOf(realPath)).find((one) => one !== null) ?? null;
}

/** In no order; none where no link of the name leads to an image of a vendor. */
export function vendorVersions(system: System, named: Named): StoredVersion[] {
  const vendor = vendorOfName(system, named);
  if (vendor === null) return [];
  const current = new Set(
    system.extensions.filter((one) => one.class === named.class && one.name === named.name).map((one) => one.realPath),
  );
  const all = vendorFolders(vendor).flatMap((folder) =>
    storedFilesIn(system.stores, folder).flatMap(({ name, type }): StoredVersion[] => {
      const version = type === 'file' ? vendorVersion(name, named.name) : null;
      if (version === null) return [];
      const isCurrent = current.has(`${folder}/${name}`);
      return [{ version, architecture: null, isCurrent, place: 'kept', origin: null, fetchers: [], vendor }];
    }),
  );
  // While Flatcar moves one from partition to partition, it is there twice.
  return [...new Map(all.sort((a) => (a.isCurrent ? 1 : -1)).map((one) => [one.version, one])).values()];
}

/** @throws {VeneerError} `unsupported` where a name is one of those, and not Veneer's to change */
export function refuseVendors(system: System, named: Named): void {
  if (vendorOfName(system, named) === null) return;
  throw new VeneerError('unsupported', messageOf('change.os-keeps-its-images', { name: named.name }), {
    nextStep: messageOf('change.os-leads-and-deletes'),
  });
}
