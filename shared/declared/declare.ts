/** A host as `veneer.yaml` says it, with what is not known as comments. */
import { Document, isMap } from 'yaml';
import { isServedAt } from '../images/origin.ts';
import { isImageVersion } from '../images/store.ts';
import { type Message, messageOf } from '../messages/message.ts';
import { visibleText } from '../messages/visible.ts';
import type { DeclaredExtension } from '../model/declared.ts';
import { isOci } from '../remotes/oci-address.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { BOOT_SETTINGS, isSameName, type Present, type PresentExtension } from './present.ts';
import { yamlText } from './yaml-text.ts';

/** @param say a message in the language of who reads the file */
export function declarationText(present: Present, say: (message: Message) => string): string {
  const mine = present.extensions.filter(({ ofOs }) => !ofOs);
  const isListed = (one: { readonly class: string; readonly name: string }) => mine.some((own) => isSameName(own, one));
  const boot = BOOT_SETTINGS.flatMap((one) => (present.boot[one] === null ? [] : [[one, present.boot[one]] as const]));
  const masks = [
    ...present.masks.filter((one) => !isListed(one)),
    ...present.extensions.filter(({ ofOs, enabled }) => ofOs && !enabled),
  ].filter((one, at, all) => all.findIndex((other) => isSameName(one, other)) === at);
  const document = new Document({
    veneer: 1,
    ...someOf('extensions', mine.map(extensionFields)),
    ...someOf('remotes', present.remotes.map(remoteFields)),
    ...someOf(
      'pins',
      present.pins.map(({ version, held, ...one }) => ({
        ...named(one),
        ...(version === null ? { held } : { version }),
      })),
    ),
    ...someOf('masks', masks.map(named)),
    ...(boot.length === 0 ? {} : { boot: Object.fromEntries(boot) }),
  });
  for (const [at, one] of mine.entries()) {
    const node: unknown = document.getIn(['extensions', at], true);
    const why = whyNowhere(one);
    if (isMap(node) && why !== null) node.commentBefore = ` ${visibleText(say(why))}`;
  }
  return yamlText(document);
}

const someOf = (key: string, all: readonly object[]) => (all.length === 0 ? {} : { [key]: all });

const named = ({ class: extensionClass, name }: { readonly class: ExtensionClass; readonly name: string }) => ({
  name,
  ...(extensionClass === 'sysext' ? {} : { class: extensionClass }),
});

const remoteFields = ({ name, url, enabled, trust, key }: Present['remotes'][number]) => ({
  name,
  url,
  ...(enabled ? {} : { enabled }),
  ...(trust === 'unsigned' ? {} : { trust }),
  ...(key === null ? {} : { key }),
});

function extensionFields(one: PresentExtension): object {
  const version = [one.version, one.releaseVersion].find((text) => text !== null && isImageVersion(text));
  const { remote = null } = one.origin ?? {};
  const source = sourceOf(one);
  return {
    ...named(one),
    ...(one.stream === '' ? (version == null ? {} : { version }) : { stream: `${one.stream}*` }),
    ...(remote === null ? {} : { from: remote }),
    ...(one.enabled ? {} : { enabled: false }),
    ...(source === null || one.stream !== '' ? {} : { source }),
  };
}

/** The file as it was served; null where address or checksum are not known, or a registry had it. */
function sourceOf({ origin }: PresentExtension): NonNullable<DeclaredExtension['source']> | null {
  if (origin?.address == null || isOci(origin.address) || !isServedAt(origin.address)) return null;
  const isPacked = !origin.address.endsWith('.raw');
  const sha256 = origin.sha256 ?? (isPacked ? null : origin.imageSha256);
  return sha256 === null ? null : { url: origin.address, sha256 };
}

/** Why the file does not say where an image can be had. */
function whyNowhere(one: PresentExtension): Message | null {
  if (one.isFolder) return messageOf('declared.is-folder', { path: one.realPath });
  if (one.origin?.remote == null && sourceOf(one) === null)
    return messageOf('declared.source-not-known', { name: one.name });
  return null;
}
