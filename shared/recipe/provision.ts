/** Which of the published images a new host begins with, as what a host declares. */
import { messageOf } from '../messages/message.ts';
import { Declared } from '../model/declared.ts';
import { VeneerError } from '../model/errors.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { isExtensionName } from '../systemd/extension-name.ts';
import { compareVersions } from '../systemd/version.ts';

export interface PublishedFile {
  readonly name: string;
  readonly class: ExtensionClass;
  readonly version: string;
  /** null for any. */
  readonly architecture: string | null;
  readonly url: string;
  readonly sha256: string;
}

export interface Provisioned {
  /** In this order; all that there are where there is none. */
  readonly names: readonly string[];
  readonly architecture: string;
  /** What no merge of the host may take in, such as a runtime that its OS brings. */
  readonly masks: readonly string[];
}

/**
 * The newest version of each name that is for the architecture. What is named twice counts once.
 *
 * @throws {VeneerError} `not-found` for a name without one, `invalid-input` for a mask that names no extension
 */
export function declaredFor(
  published: readonly PublishedFile[],
  { names, architecture, masks }: Provisioned,
): Declared {
  const notName = masks.find((one) => !isExtensionName(one));
  if (notName !== undefined)
    throw new VeneerError('invalid-input', messageOf('common.is-no-name-of-an-extension', { name: notName }));
  const wanted = new Set(names.length > 0 ? names : published.map(({ name }) => name));
  const chosen = [...wanted].map((name) => {
    const [newest] = published
      .filter((one) => one.name === name && (one.architecture === null || one.architecture === architecture))
      .sort((a, b) => compareVersions(b.version, a.version));
    if (newest !== undefined) return newest;
    throw new VeneerError('not-found', messageOf('publish.nothing-for', { name, architecture }));
  });
  const classes = new Set(chosen.map((one) => one.class));
  return Declared.parse({
    veneer: 1,
    extensions: chosen.map(({ name, class: extensionClass, version, url, sha256 }) => ({
      ...{ name, class: extensionClass, version, source: { url, sha256 } },
    })),
    masks: [...new Set(masks)].map((name) => ({ name })),
    boot: Object.fromEntries([...classes].map((one) => [one, true])),
  });
}
