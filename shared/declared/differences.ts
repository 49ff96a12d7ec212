/** What of a host is otherwise than a file declares it. What the file does not name is no difference. */
import { foreignText, type Message, messageOf } from '../messages/message.ts';
import type { Declared, DeclaredExtension } from '../model/declared.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { BOOT_SETTINGS, isSameName, type Present, type PresentExtension } from './present.ts';

export const DIFFERENCE_KINDS = [
  'extension',
  'version',
  'content',
  'enabled',
  'masked',
  'pinned',
  'remote',
  'boot',
] as const;

export interface Difference {
  readonly what: (typeof DIFFERENCE_KINDS)[number];
  /** null for remotes, and for services of extensions at boot. */
  readonly class: ExtensionClass | null;
  /** Of the extension or the remote; of `boot` what is merged or started. */
  readonly name: string;
  readonly declared: Message;
  readonly host: Message;
}

export interface Differences {
  readonly differences: readonly Difference[];
  /** What is declared, and cannot be told of the host. */
  readonly unknown: readonly Message[];
}

export function differencesOf(declared: Declared, present: Present): Differences {
  const find = (one: { readonly class: string; readonly name: string }) =>
    present.extensions.find((other) => isSameName(one, other));
  const boot = BOOT_SETTINGS.flatMap((name) => {
    const wanted = declared.boot[name];
    return wanted === undefined ? [] : [{ name, wanted, is: present.boot[name] }];
  });
  return {
    differences: [
      ...declared.remotes.flatMap((one) => remoteDifference(one, present)),
      ...declared.extensions.flatMap((one) => ofExtension(one, find(one))),
      ...declared.masks.flatMap((one): Difference[] =>
        find(one)?.enabled === true
          ? [{ what: 'masked', ...one, declared: switchWord(false), host: switchWord(true) }]
          : [],
      ),
      ...declared.pins.flatMap((one) => pinDifference(one, present)),
      ...boot.flatMap(({ name, wanted, is }): Difference[] =>
        is === null || is === wanted
          ? []
          : [
              {
                what: 'boot',
                class: name === 'services' ? null : name,
                name,
                declared: switchWord(wanted),
                host: switchWord(is),
              },
            ],
      ),
    ],
    unknown: [
      ...declared.extensions.flatMap((one) =>
        one.source !== undefined && find(one)?.origin === null
          ? [messageOf('declared.checksum-not-known', { name: one.name })]
          : [],
      ),
      ...boot.flatMap(({ name, is }) => (is === null ? [messageOf('declared.boot-not-known', { name })] : [])),
    ],
  };
}

const switchWord = (on: boolean): Message => messageOf(on ? 'declared.enabled' : 'declared.disabled');

function ofExtension(wanted: DeclaredExtension, found: PresentExtension | undefined): Difference[] {
  const named = { class: wanted.class, name: wanted.name };
  const version = wanted.version ?? wanted.stream;
  const wantedVersion = version === undefined ? messageOf('declared.any-version') : foreignText(version);
  if (found === undefined)
    return [{ what: 'extension', ...named, declared: wantedVersion, host: messageOf('declared.not-installed') }];
  const all: Difference[] = [];
  if (!isVersionOf(wanted, found)) {
    const is = found.version ?? found.releaseVersion;
    const host = is === null ? messageOf('declared.no-version') : foreignText(is);
    all.push({ what: 'version', ...named, declared: wantedVersion, host });
  } else if (wanted.source !== undefined && found.origin !== null) {
    const { sha256, imageSha256 } = found.origin;
    if (![sha256, imageSha256].includes(wanted.source.sha256)) {
      const host = foreignText(sha256 ?? imageSha256);
      all.push({ what: 'content', ...named, declared: foreignText(wanted.source.sha256), host });
    }
  }
  if (wanted.enabled !== found.enabled)
    all.push({ what: 'enabled', ...named, declared: switchWord(wanted.enabled), host: switchWord(found.enabled) });
  return all;
}

/** Whether a version is one that is wanted; as it is kept, or as its release file has it. */
function isVersionOf({ version, stream }: DeclaredExtension, found: PresentExtension): boolean {
  const versions = [found.version, found.releaseVersion].flatMap((one) => one ?? []);
  if (version !== undefined) return versions.includes(version);
  return stream === undefined || versions.some((one) => isInStream(one, stream));
}

/** @param stream such as `v1.32.*` */
export const isInStream = (version: string, stream: string): boolean => version.startsWith(stream.slice(0, -1));

function pinDifference(wanted: Declared['pins'][number], { pins }: Present): Difference[] {
  const found = pins.find((one) => isSameName(one, wanted));
  if (found?.version === (wanted.version ?? null) && found.held === wanted.held) return [];
  const named = { class: wanted.class, name: wanted.name };
  const word = (version: string | null) => (version === null ? messageOf('declared.held') : foreignText(version));
  const host = found === undefined ? messageOf('declared.not-pinned') : word(found.version);
  return [{ what: 'pinned', ...named, declared: word(wanted.version ?? null), host }];
}

function remoteDifference(wanted: Declared['remotes'][number], { remotes }: Present): Difference[] {
  const found = remotes.find(({ name }) => name === wanted.name);
  const { url, trust, enabled } = wanted;
  const isSame =
    found?.url === url && found.trust === trust && found.enabled === enabled && found.key === (wanted.key ?? null);
  if (isSame) return [];
  const word = (one: { readonly url: string; readonly trust: string; readonly enabled: boolean }) =>
    messageOf('declared.remote-is', { url: one.url, trust: one.trust, state: switchWord(one.enabled) });
  const host = found === undefined ? messageOf('declared.no-remote') : word(found);
  return [{ what: 'remote', class: null, name: wanted.name, declared: word(wanted), host }];
}
