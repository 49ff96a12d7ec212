/** What is said of an entry in a few words. */
import { t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry } from '../../../shared/model/catalog.ts';

/** A plain word may begin with a capital, as the name of an OS does; everything else stays as it is written. */
const capitalised = (id: string): string => (/^[a-z]+$/.test(id) ? `${id.charAt(0).toUpperCase()}${id.slice(1)}` : id);

/**
 * Why it does not fit, for a pill.
 *
 * @param hostId the ID of the host's os-release
 */
export function misfitWords({ code, needs }: Pick<CatalogEntry, 'code' | 'needs'>, hostId: string): string {
  if (needs === null) return t('Does not fit');
  switch (code) {
    case 'id':
      return t('{os} only', { os: capitalised(needs) });
    case 'level':
      return t('Needs level {level}', { level: needs });
    case 'architecture':
      return t('Built for {architecture}', { architecture: needs });
    default:
      // A name tells the version alone, and that of the host's own OS.
      return t('Needs {what}', { what: needs.includes(' ') ? needs : `${capitalised(hostId)} ${needs}` });
  }
}
