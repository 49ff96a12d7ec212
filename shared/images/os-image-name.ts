/**
 * Images of whole operating systems, which lie in the same folders as extensions and are none. By their names; what these
 * do not tell, the image itself does.
 */

/**
 * mkosi's disk images (snosi: `snow-ab_20260714150036.disk.raw.xz`), and those of kiwi, which has the architecture before
 * version and profile (openSUSE: `openSUSE-MicroOS.x86_64-Default-SelfInstall.raw.xz`).
 */
const BUILDERS = [/\.disk$/, /\.(?:x86_64|aarch64|ppc64le|s390x|riscv64|i[56]86)-/];
/** An OS that says so in its name, as ParticleOS (`ParticleOS-Stalwart_20260801_x86-64`) and GNOME OS do. */
const SAYS_OS = /^(?:[A-Za-z]+[-_])?[A-Za-z]*[A-Za-z]OS(?:[-_.]|$)/;
/** What sysextmgr leaves out beside: openSUSE's rescue kernel has the suffix of an extension. */
const RESCUE = /^uki-rescue-/;

/** @param stem of the file name, without `.raw` and what follows it */
export function isOsImageName(stem: string): boolean {
  return SAYS_OS.test(stem) || BUILDERS.some((one) => one.test(stem));
}

/**
 * The images in one folder that may be extensions: where some say which class they are of (`.sysext.raw`, `.confext.raw`),
 * the plain ones beside them are disks, portable services and the like (sysextmgr's filter
 * `^(?!uki-rescue-).*\.sysext\.raw$`; vykar has a portable service of the same name beside its extension).
 */
export function withoutOtherImages<T extends { readonly path: string }>(files: readonly T[]): readonly T[] {
  const saysClass = ({ path }: T) => /\.(?:sysext|confext)\.raw(?:\.(?:xz|gz|zst))?$/.test(path);
  const mayBe = files.filter(({ path }) => !RESCUE.test(path.slice(path.lastIndexOf('/') + 1)));
  if (!mayBe.some(saysClass)) return mayBe;
  return mayBe.filter((file) => saysClass(file) || !/\.raw(?:\.(?:xz|gz|zst))?$/.test(file.path));
}
