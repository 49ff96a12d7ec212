/**
 * Images that an OS itself keeps, each with its own version, and makes current by a link in /etc/extensions at every start.
 * Flatcar's: the tools of a cloud vendor on the OEM partition, or on the root where that is full, and its own extensions
 * (flatcar/bootengine: dracut/99setup-root/initrd-setup-root-after-ignition). Its updater deletes the images of the OS that it
 * overwrites (flatcar/update_engine: flatcar-postinst), so that those of both partitions of the OS are there.
 */
import { isImageVersion } from './store.ts';

/** `oem`: a cloud vendor's tools; `os`: what comes with the OS. */
export const VENDORS = ['oem', 'os'] as const;
export type Vendor = (typeof VENDORS)[number];

/** Without the root; /usr/share/oem was the place of the partition before /oem, and is a link to it since. */
const FOLDERS: Readonly<Record<string, Vendor>> = {
  '/oem/sysext': 'oem',
  '/usr/share/oem/sysext': 'oem',
  '/etc/flatcar/oem-sysext': 'oem',
  '/etc/flatcar/sysext': 'os',
  '/usr/share/flatcar/sysext': 'os',
};

/**
 * Whether Flatcar brings a name itself, as a link in /etc/extensions to an image of its /usr: docker-flatcar, containerd-flatcar
 * (flatcar/scripts: build_library/build_image_util.sh). A directory beside that link does not mask it: which of two entries of
 * one folder counts is for the order of the folder to say.
 */
export const isLinkedByFlatcar = (name: string): boolean => /.-flatcar$/.test(name);

/** The folders of a vendor; all of them where none is named. */
export const vendorFolders = (vendor: Vendor | null = null): readonly string[] =>
  Object.keys(FOLDERS).filter((folder) => vendor === null || FOLDERS[folder] === vendor);

/** Who keeps an image; null for nobody of these. @param realPath without the root */
export function vendorOf(realPath: string): Vendor | null {
  return FOLDERS[realPath.slice(0, realPath.lastIndexOf('/'))] ?? null;
}

/** `3760.2.0` of `oem-azure-3760.2.0.raw`, or `initial` of the one that an OS was set up with; null where it is none of `name`. */
export function vendorVersion(fileName: string, name: string): string | null {
  if (!fileName.startsWith(`${name}-`) || !fileName.endsWith('.raw')) return null;
  const version = fileName.slice(name.length + 1, -'.raw'.length);
  return isImageVersion(version) ? version : null;
}
