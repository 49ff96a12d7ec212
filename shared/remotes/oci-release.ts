/** How an image in a registry is called: after its tag, its repository, and the title that its publisher gave it. */

import { isOfferedName, parseReleaseName, type ReleaseName } from '../images/release-name.ts';
import type { Release } from '../model/catalog.ts';
import { compareVersions } from '../systemd/version.ts';

export type OciName = Pick<Release, 'class' | 'name' | 'version' | 'architecture' | 'path'>;

/** Whether a tag is a version, and no name such as `latest`. */
export const isVersionTag = (tag: string): boolean => /^v?\d/.test(tag);

/** Each costs a question at least; the newest versions are those that somebody wants. */
const MOST_TAGS = 50;
/** Of those that are no version, where nothing else is there. */
const MOST_OTHER_TAGS = 10;

/**
 * The newest versions, and `latest`, which may point to one that has no tag of its own. What it leaves out of a part is not
 * among those of the whole either.
 */
export function newestTags(tags: readonly string[]): string[] {
  // What signatures and attestations are kept under (cosign, and the referrers of the distribution-spec).
  const offered = tags.filter((tag) => !/^sha256-[0-9a-f]{64}/.test(tag));
  const versions = offered
    .filter(isVersionTag)
    .sort((a, b) => compareVersions(b, a))
    .slice(0, MOST_TAGS);
  const others = offered.filter((tag) => !isVersionTag(tag));
  const latest = others.filter((tag) => tag === 'latest');
  return versions.length + latest.length > 0 ? [...versions, ...latest] : others.sort().slice(0, MOST_OTHER_TAGS);
}

/**
 * @param repositoryName the last part of the repository's address
 * @param title the file name that its publisher gave it; null where there is none
 * @param architecture in systemd's spelling, where the registry tells it
 * @returns null for a name that no remote may offer
 */
export function ociName(
  repositoryName: string,
  tag: string,
  title: string | null,
  architecture: string | null,
  packing: Release['packing'],
): OciName | null {
  const titled = title === null ? null : titleOf(title, repositoryName);
  const name = titled?.name ?? repositoryName;
  const tagged = isVersionTag(tag) ? parseReleaseName(`${name}-${tag}.raw`, { name, osRelease: 'never' }) : null;
  const version = tagged?.version ?? titled?.version ?? '';
  const machine = architecture ?? titled?.architecture ?? tagged?.architecture ?? null;
  const extensionClass = titled?.class ?? 'sysext';
  if (!isOfferedName(name)) return null;
  const stem = [name, version, machine ?? ''].filter((part) => part !== '').join('-');
  const suffix = `${extensionClass === 'confext' ? '.confext' : ''}.raw${packing === null ? '' : `.${packing}`}`;
  return { class: extensionClass, name, version, architecture: machine, path: `${stem}${suffix}` };
}

/** A title that begins with the repository's name has that name, whatever follows it, where a version does. */
function titleOf(title: string, repositoryName: string): ReleaseName | null {
  const own = parseReleaseName(title, { name: repositoryName, osRelease: 'never' });
  const isOwn = own !== null && (own.version === null || /^v?\d/.test(own.version));
  return isOwn ? own : parseReleaseName(title, { name: null, osRelease: 'never' });
}
