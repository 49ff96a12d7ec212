/** What a host would have to be for an image that does not fit it, in a few words. */
import type { Release } from '../model/catalog.ts';
import type { Verdict } from '../model/verdict.ts';

/**
 * An OS, a level, an architecture, by the release file, else by the name of the image.
 *
 * @returns null where none of these rules it out
 */
export function needsOf(
  { architecture, osVersion }: Pick<Release, 'architecture' | 'osVersion'>,
  { code, fields }: Verdict,
): string | null {
  const field = (wanted: (name: string) => boolean) => fields.find((one) => wanted(one.field))?.extension ?? null;
  const id = field((name) => name === 'ID');
  switch (code) {
    case 'architecture':
      return field((name) => name === 'ARCHITECTURE') ?? architecture;
    case 'id':
      return id;
    case 'level':
      return field((name) => name.endsWith('_LEVEL'));
    case 'version':
      return (
        [id, field((name) => name === 'VERSION_ID') ?? osVersion].filter((part) => part !== null).join(' ') || null
      );
    default:
      return null;
  }
}
