/** The portable services of a host: the images that portabled finds, what is attached, and what is wrong with them. */

import { diagnosePortables } from '../../../shared/diagnosis/portable/diagnose-portables.ts';
import { messageOf } from '../../../shared/messages/message.ts';
import { compareNames } from '../../../shared/model/by-name.ts';
import type { Attachment, PortableImage, Portables } from '../../../shared/model/portable.ts';
import type { HostRelease } from '../../../shared/systemd/compatibility.ts';
import { discoverEntries } from '../../../shared/systemd/discovery.ts';
import { imageNameOf } from '../../../shared/systemd/image-name.ts';
import {
  hasPrefix,
  isUnitPrefix,
  PORTABLE_SEARCH_PATH,
  prefixOfImage,
  stateOfImage,
  wordsOf,
} from '../../../shared/systemd/portable.ts';
import { readAttached, readProfiles } from '../../host/attached.ts';
import { readHostFacts } from '../../host/facts.ts';
import { mayLookInto } from '../../host/rooted.ts';
import { mapAtMost } from '../at-most.ts';
import { isWatched } from '../gate.ts';
import { type LocatedContent, locateContent } from '../locate-entry.ts';
import { listSearchDirectories } from '../search-directories.ts';
import type { Target } from '../system.ts';
import { type PortableContent, readPortableContent } from './content.ts';

const OPEN_AT_ONCE = 16;
/** More images than anybody has; each is opened. */
const MOST_IMAGES = 1000;

/** Reads them without root: what may not be read is said of that image alone. What runs is not asked; see `tellRunning`. */
export async function readPortables(target: Target): Promise<Portables> {
  const { root } = target;
  const { release } = readHostFacts(target);
  const attached = readAttached(root);
  const profiles = readProfiles(root);
  const directories = listSearchDirectories(root, PORTABLE_SEARCH_PATH, release.rules);
  const listed = discoverEntries(directories, { class: null, ...release }).filter((one) => one.listed);
  const atOnce = isWatched() ? 1 : OPEN_AT_ONCE;
  const images = await mapAtMost(atOnce, listed.slice(0, MOST_IMAGES), async (entry) => {
    const located = locateContent(root, entry, release.rules.maxLinks);
    const content = await readAt(located, release, entry.name);
    return imageOf(entry, located, content, attached);
  });
  const { architecture } = release;
  return {
    images: images.sort((a, b) => compareNames(a.name, b.name)),
    attached,
    profiles,
    problems: PORTABLE_SEARCH_PATH.filter((path) => !mayLookInto(root, path)).map((path) => ({
      path,
      message: messageOf('host.may-not-be-read-by-you', { path }),
    })),
    architecture,
    findings: diagnosePortables({ images, attached, profiles, architecture }),
  };
}

async function readAt(located: LocatedContent, host: HostRelease, name: string): Promise<PortableContent> {
  const { content, path } = located;
  if (content === null)
    return { form: 'unrecognised', osRelease: null, extensionRelease: null, units: [], problem: located.problem };
  const imageName = content.kind === 'image' ? imageNameOf(name, path, host.rules) : name;
  return readPortableContent(content, host, imageName);
}

function imageOf(
  { name, path }: { readonly name: string; readonly path: string },
  { type, realPath }: LocatedContent,
  { form, osRelease, extensionRelease, units, problem }: PortableContent,
  attached: readonly Attachment[],
): PortableImage {
  const kind = osRelease !== null ? 'service' : extensionRelease !== null ? 'extension' : null;
  const release = osRelease ?? extensionRelease;
  const named = wordsOf(release?.get('PORTABLE_PREFIXES')).filter(isUnitPrefix);
  const own = kind === 'service' ? prefixOfImage(name) : null;
  const prefixes = named.length > 0 ? named : own === null ? [] : [own];
  const isOpen = kind === 'extension' && named.length === 0;
  return {
    name,
    type,
    path,
    realPath,
    state: stateOfImage(realPath, attached),
    form,
    kind,
    description: release?.get('PORTABLE_PRETTY_NAME') || release?.get('PRETTY_NAME') || null,
    release: release === null ? null : Object.fromEntries(release),
    prefixes,
    units: units.map((unit) => ({
      name: unit,
      matches: isOpen ? null : prefixes.some((prefix) => hasPrefix(unit, prefix)),
    })),
    problem,
  };
}
