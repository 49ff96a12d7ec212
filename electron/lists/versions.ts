/** The versions in a list that the patterns of a transfer file fit. */
import type { Checksums } from '../../shared/remotes/checksums.ts';
import { lookAt } from '../../shared/systemd/match-pattern.ts';
import { readManifest } from '../../shared/sysupdate/manifest.ts';
import type { ListedVersion, ListedVersions } from './text-reader.ts';

/**
 * @param text of the list, a character a byte
 * @param checksums the same list as Veneer itself reads it
 * @param now milliseconds since 1970
 */
export function versionsIn(
  text: string,
  checksums: Checksums,
  patterns: readonly string[],
  systemdVersion: number,
  now: number,
): ListedVersions {
  const { files, refusal } = readManifest(text, systemdVersion, now);
  if (refusal !== null) return { refused: refusal };
  const plain = new Map(checksums.files.map(({ path, sha256 }) => [path, sha256]));
  const versions: ListedVersion[] = [];
  for (const { path, sha256 } of files) {
    const told = lookAt(patterns, path, systemdVersion);
    if (told === 'broken') return { broken: `its patterns break systemd-sysupdate at ${path}` };
    if (typeof told === 'string') continue;
    if (told.sha256 !== null && told.sha256 !== sha256) {
      return { broken: `${path} is listed with another hash than its name has` };
    }
    versions.push({ ...told, path, sha256, isAmbiguous: plain.get(path) !== sha256 });
  }
  return { versions };
}
