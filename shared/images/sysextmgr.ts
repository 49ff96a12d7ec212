/**
 * What openSUSE's sysextmgr reads of a folder of a publisher (openSUSE/sysextmgr 1.3.0: src/images-list.c, src/mkosi-manifest.c,
 * src/newversion.c): SHA256SUMS, and beside each image a manifest as mkosi writes it, packed by gzip.
 */

/** The name that it takes from a file name: `debug-tools` of `debug-tools-23.7.x86-64.raw` (image_remote_metadata()). */
export function sysextmgrNameOf(fileName: string): string {
  const stem = cutAtLast(fileName, '.').replace(/\.sysext$/, '');
  return cutAtLast(cutAtLast(stem, '.'), '-');
}

const cutAtLast = (text: string, sign: string): string =>
  text.includes(sign) ? text.slice(0, text.lastIndexOf(sign)) : text;

/** The manifest of an image, by its file name (image_manifest_from_url()). */
export const manifestNameOf = (fileName: string): string => fileName.replace(/(?:\.sysext)?\.raw$/, '.manifest.gz');

/** An image of which a manifest is written. */
export interface ManifestOf {
  readonly name: string;
  readonly version: string;
  /** In systemd's spelling; null for any. */
  readonly architecture: string | null;
  /** The fields of its release file. */
  readonly release: Readonly<Record<string, string>>;
}

/**
 * The manifest as JSON. sysextmgr compares the version and the architecture of each image without looking whether they are
 * there (check_if_newer()), so both always are; all values are strings, as others make it refuse the whole.
 */
export function manifestText({ name, version, architecture, release }: ManifestOf): string {
  const machine = architecture ?? '_any';
  return JSON.stringify({
    manifest_version: 1,
    config: { name, distribution: release['ID'] ?? '_any', architecture: machine, version },
    packages: [],
    extension: { ...release, SYSEXT_VERSION_ID: version, ARCHITECTURE: machine },
  });
}

/**
 * What sysextmgr asks of the release file in an image once it is installed, and this one has not: it ends at a missing
 * VERSION_ID (load_ext_release()), and compares the others unseen.
 */
export function lacksForSysextmgr(release: Readonly<Record<string, string>>): string[] {
  return ['ID', 'VERSION_ID', 'SYSEXT_VERSION_ID', 'ARCHITECTURE'].filter((key) => (release[key] ?? '') === '');
}
