/** Reads what `veneer publish` wrote. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseImageFileName, storeFor } from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { PublishedFile } from '../../shared/recipe/provision.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { readRegular } from '../node/regular-file.ts';

const MAX_LIST = 4 * 1024 * 1024;
const MAX_TRANSFER = 64 * 1024;

export interface ReadPublished {
  readonly files: readonly PublishedFile[];
  /** By the name of the extension: what a host has to have to follow it. */
  readonly transfers: ReadonlyMap<string, string>;
}

/** @throws {VeneerError} `not-found` where nothing is published there with an address, `too-large` */
export function readPublished(directory: string): ReadPublished {
  const files: PublishedFile[] = [];
  const transfers = new Map<string, string>();
  for (const name of namesIn(directory)) {
    const sums = textAt(join(directory, name, 'SHA256SUMS'), MAX_LIST);
    const transfer = transferOf(directory, name);
    const url = /^Path=(https?:\/\/\S+)$/m.exec(transfer ?? '')?.[1];
    if (sums === null || transfer === null || url === undefined) continue;
    transfers.set(name, transfer);
    const extensionClass = classOf(transfer);
    for (const line of sums.split('\n')) {
      const [, sha256, fileName = ''] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      const parsed = parseImageFileName(fileName, name);
      if (sha256 === undefined || parsed === null) continue;
      const address = `${url}${encodeURIComponent(fileName)}`;
      files.push({ name, class: extensionClass, ...parsed, url: address, sha256 });
    }
  }
  if (files.length > 0) return { files, transfers };
  throw new VeneerError('not-found', messageOf('publish.nothing-published', { path: directory }), {
    nextStep: messageOf('publish.publish-with-url'),
  });
}

/** The class of what is published under a name, by its transfer file; null where it has none. */
export function publishedClass(directory: string, name: string): ExtensionClass | null {
  const transfer = transferOf(directory, name);
  return transfer === null ? null : classOf(transfer);
}

const transferOf = (directory: string, name: string): string | null =>
  textAt(join(directory, name, `${name}.transfer`), MAX_TRANSFER);

const classOf = (transfer: string): ExtensionClass =>
  transfer.includes(`\nPath=${storeFor('confext', 'kept').store}/`) ? 'confext' : 'sysext';

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((one) => one.isDirectory() && isExtensionName(one.name))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path: directory }), {
      detail: String(error),
    });
  }
}

const textAt = (path: string, limit: number): string | null => readRegular(path, limit)?.toString('utf8') ?? null;
