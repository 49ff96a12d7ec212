/** Releases of the OS that this host may run one day, told by what is deployed, published or installed here. */

import { osIdentity, osTitle } from '../../shared/images/for-os.ts';
import { foreignText, joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { OtherRelease } from '../../shared/model/what-if.ts';
import { knownAt } from '../../shared/remotes/known-remotes.ts';
import { RELEASE_FIELDS, type ReleaseField } from '../../shared/systemd/release-fields.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import type { System } from '../extensions/system.ts';
import type { OtherOs } from '../host/os-tree.ts';
import { readOtherOses } from '../host/other-os.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from './session.ts';

type Fields = ReadonlyMap<string, string>;

/** More than a person looks through. */
const MOST = 12;

/** The longest NAME= that a button has room for beside a version; else the ID stands for it. */
const LONGEST_NAME = 24;

/** What is known of remotes is taken as it is on disk; no server is asked. */
export async function otherReleases(session: Session, host: Host, signal: AbortSignal | null): Promise<OtherRelease[]> {
  const system = await host.read();
  const { catalog } = session;
  if (catalog.state().remotes.some(({ enabled, status }) => enabled && status === 'unread'))
    await catalog.refresh('cache-only', null, system.release, signal);
  const deployed = readOtherOses(system.facts.root, system.release.rules.version);
  const suiting = new Set(
    catalog.remotes
      .list()
      .filter(({ url }) => knownAt(url)?.suits(system.release.fields) !== false)
      .map(({ name }) => name),
  );
  const published = catalog.all().filter(({ remote }) => suiting.has(remote));
  return releasesKnown(system, deployed, published);
}

/** @param published releases of remotes that are made for this OS, or of which nobody knows for which they are */
export function releasesKnown(
  system: Pick<System, 'release' | 'extensions'>,
  deployed: readonly OtherOs[],
  published: readonly Pick<Release, 'remote' | 'osVersion' | 'isOsVersionSure'>[],
): OtherRelease[] {
  const { fields } = system.release;
  const found = [
    ...deployed.flatMap(ofDeployed),
    ...ofPublished(fields, published),
    ...ofNumbering(fields),
    ...ofExtensions(fields, system.extensions),
  ];
  const once = new Map<string, OtherRelease>();
  const keyOf = (one: OtherRelease) => JSON.stringify(RELEASE_FIELDS.map((field) => one.fields[field] ?? ''));
  const own = keyOf({ fields: fieldsOf(fields) } as OtherRelease);
  for (const one of found) if (keyOf(one) !== own && !once.has(keyOf(one))) once.set(keyOf(one), one);
  const kept = [...once.values()].slice(0, MOST);
  const next = kept.find(({ from }) => from === 'staged' || from === 'newer') ?? nearest(kept);
  return kept.map((one) => ({ ...one, isNext: one === next }));
}

const WORDS_OF_DEPLOYED = {
  staged: 'core.is-staged-for-next-boot',
  newer: 'core.is-deployed-beside',
  older: 'core.ran-before-this-one',
} as const;

function ofDeployed({ kind, release, systemdVersion }: OtherOs): OtherRelease[] {
  const { fields, problem } = release;
  const os = osIdentity(fields);
  if (problem !== null || os === null) return [];
  const title = foreignText(fields.get('PRETTY_NAME') || osTitle(os));
  return [
    {
      title,
      from: kind,
      why: messageOf(WORDS_OF_DEPLOYED[kind]),
      fields: fieldsOf(fields),
      systemdVersion,
      isNext: false,
    },
  ];
}

/** Releases that a publisher names in the names of its builds, newer than the one that runs, the nearest first. */
function ofPublished(
  fields: Fields,
  published: readonly Pick<Release, 'remote' | 'osVersion' | 'isOsVersionSure'>[],
): OtherRelease[] {
  const own = fields.get('VERSION_ID') ?? '';
  const remotes = new Map<string, string>();
  for (const { remote, osVersion, isOsVersionSure } of published) {
    if (osVersion === null || !isOsVersionSure || own === '' || remotes.has(osVersion)) continue;
    if (compareVersions(osVersion, own) > 0) remotes.set(osVersion, remote);
  }
  return [...remotes]
    .sort(([a], [b]) => compareVersions(a, b))
    .map(([version, remote]) =>
      ofVersion(fields, version, 'published', messageOf('core.has-builds-for-it', { remote })),
    );
}

/** Of an OS that counts its releases one by one; others, as 24.04 or 20260101, tell nothing of the next. */
function ofNumbering(fields: Fields): OtherRelease[] {
  const own = fields.get('VERSION_ID') ?? '';
  if (!/^[1-9]\d{0,2}$/.test(own)) return [];
  return [ofVersion(fields, String(Number(own) + 1), 'next', messageOf('core.follows-the-one-that-runs'))];
}

/** What extensions of this host ask for that is newer than what it offers, the nearest first. */
function ofExtensions(fields: Fields, extensions: readonly Extension[]): OtherRelease[] {
  const found = extensions.flatMap(({ name, class: extensionClass, release, masks }): OtherRelease[] => {
    if (release === null || masks || !isSameSystem(fields, release['ID'])) return [];
    const level = extensionClass === 'sysext' ? 'SYSEXT_LEVEL' : 'CONFEXT_LEVEL';
    const why = messageOf('core.was-built-for-it', { name });
    const isNewer = (field: ReleaseField) => {
      const [wanted, own] = [release[field] ?? '', fields.get(field) ?? ''];
      return wanted !== '' && own !== '' && compareVersions(wanted, own) > 0 ? wanted : null;
    };
    // systemd compares the level where both have one, and VERSION_ID only else.
    if ((release[level] ?? '') !== '' && fields.has(level)) {
      const wanted = isNewer(level);
      return wanted === null ? [] : [ofLevel(fields, level, wanted, why)];
    }
    const version = isNewer('VERSION_ID');
    return version === null ? [] : [ofVersion(fields, version, 'built-for', why)];
  });
  return found.sort((a, b) => compareVersions(a.title.text, b.title.text));
}

function isSameSystem(fields: Fields, id: string | undefined): boolean {
  return id !== undefined && [fields.get('ID'), ...(fields.get('ID_LIKE') ?? '').split(/\s+/)].includes(id);
}

function ofVersion(fields: Fields, version: string, from: OtherRelease['from'], why: Message): OtherRelease {
  const title = foreignText(`${nameOf(fields)} ${version}`);
  const hasLevel = fields.has('SYSEXT_LEVEL') || fields.has('CONFEXT_LEVEL');
  const whole = hasLevel ? joinTexts([why, messageOf('core.its-level-is-taken-as-now')], ' ') : why;
  return {
    title,
    from,
    why: whole,
    fields: { ...fieldsOf(fields), VERSION_ID: version },
    systemdVersion: null,
    isNext: false,
  };
}

const WORDS_OF_LEVEL = { SYSEXT_LEVEL: 'core.os-at-sysext-level', CONFEXT_LEVEL: 'core.os-at-confext-level' } as const;

function ofLevel(fields: Fields, field: 'SYSEXT_LEVEL' | 'CONFEXT_LEVEL', level: string, why: Message): OtherRelease {
  const title = messageOf(WORDS_OF_LEVEL[field], { os: nameOf(fields), level });
  return {
    title,
    from: 'built-for',
    why,
    fields: { ...fieldsOf(fields), [field]: level },
    systemdVersion: null,
    isNext: false,
  };
}

function nameOf(fields: Fields): string {
  const name = fields.get('NAME') ?? '';
  return name !== '' && name.length <= LONGEST_NAME ? name : (fields.get('ID') ?? 'linux');
}

/** The lowest VERSION_ID of those above the one that runs, else what an extension was built for. */
function nearest(releases: readonly OtherRelease[]): OtherRelease | undefined {
  const versions = releases.filter(({ from }) => from === 'published' || from === 'next');
  const [first] = versions.sort((a, b) => compareVersions(a.fields.VERSION_ID ?? '', b.fields.VERSION_ID ?? ''));
  return first ?? releases.find(({ from }) => from === 'built-for');
}

/** All fields that count; an empty text for one that is not set. */
const fieldsOf = (fields: Fields): Record<ReleaseField, string> =>
  Object.fromEntries(RELEASE_FIELDS.map((field) => [field, fields.get(field) ?? ''])) as Record<ReleaseField, string>;
