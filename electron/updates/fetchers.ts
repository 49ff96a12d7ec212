/**
 * Which transfer files fetch images of a name: all that can be said of one that the timer of systemd-sysupdate fetched, which
 * writes down nothing, and no more than that.
 */

import { isSysupdateSource } from '../../shared/images/origin.ts';
import type { FetcherOfName, StoredVersion } from '../../shared/model/inspected-image.ts';
import { lookAt } from '../../shared/systemd/match-pattern.ts';
import { kindOf } from '../../shared/sysupdate/kind.ts';
import type { ComponentDefinitions } from '../host/definitions.ts';

/** @returns asks, by a path without the root */
export function fetchersIn(
  definitions: readonly ComponentDefinitions[],
  systemdVersion: number,
): (path: string) => FetcherOfName[] {
  const known = definitions.filter(({ refusal }) => refusal === null).flatMap(({ transfers }) => transfers);
  return (path) =>
    known.flatMap(({ path: transferFile, file }): FetcherOfName[] => {
      const { source, target } = file;
      if (kindOf(file) === null || target.relativeTo !== 'root' || !path.startsWith(`${target.path}/`)) return [];
      const told = lookAt(target.patterns, path.slice(target.path.length + 1), systemdVersion);
      if (typeof told === 'string') return [];
      const isShown = source.type === 'regular-file' || isSysupdateSource(source.path);
      // A password may stand in it.
      return [{ transferFile, address: isShown ? source.path : null }];
    });
}

/** Stored versions, of which the current one without a record has what fetches such names. @param path of the current one */
export function withFetchers(
  versions: readonly StoredVersion[],
  fetchersAt: (path: string) => FetcherOfName[],
  path: string,
): StoredVersion[] {
  return versions.map((one) => (one.isCurrent && one.origin === null ? { ...one, fetchers: fetchersAt(path) } : one));
}
