/**
 * Which transfer files fetch images of a name: all that can be said of one that the timer of systemd-sysupdate fetched, which
 * writes down nothing, and no more than that.
 */
import type { HostRelease } from '../../shared/compatibility.ts';
import { lookAt } from '../../shared/match-pattern.ts';
import type { FetcherOfName } from '../../shared/model/candidate.ts';
import { isSysupdateSource } from '../../shared/origin.ts';
import { kindOf } from '../../shared/sysupdate/kind.ts';
import { readAllDefinitions } from '../host/definitions.ts';

/** @param path of the image, without the root */
export function fetchersOf(root: string, host: HostRelease, path: string): FetcherOfName[] {
  return readAllDefinitions(root, host)
    .filter(({ refusal }) => refusal === null)
    .flatMap(({ transfers }) => transfers)
    .flatMap(({ path: transferFile, file }): FetcherOfName[] => {
      const { source, target } = file;
      if (kindOf(file) === null || target.relativeTo !== 'root' || !path.startsWith(`${target.path}/`)) return [];
      const told = lookAt(target.patterns, path.slice(target.path.length + 1), host.rules.version);
      if (typeof told === 'string') return [];
      const isShown = source.type === 'regular-file' || isSysupdateSource(source.path);
      // A password may stand in it.
      return [{ transferFile, address: isShown ? source.path : null }];
    });
}
