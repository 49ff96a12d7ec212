/** What a transfer file's source has, read as systemd-sysupdate reads it, but without privilege. */

import { pathToFileURL } from 'node:url';
import { PACKINGS } from '../../shared/images/release-name.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Matched } from '../../shared/systemd/match-pattern.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import type { TransferFile } from '../../shared/sysupdate/transfer-file.ts';
import { TransferFileError } from '../../shared/sysupdate/transfer-file.ts';
import { folderAddress } from '../http/address.ts';
import { type ListingContext, noList, readList } from '../remotes/list.ts';
import type { Component } from './components.ts';
import { instancesIn } from './instances.ts';

/** A version at a source. */
export interface Available extends Matched {
  /** Relative to the folder. */
  readonly path: string;
  /** Why Veneer itself would not download it, though systemd does; null where it would. */
  readonly isAmbiguous: boolean;
  /** The key that the list was signed with which has it; null where no signature is wanted. */
  readonly signedBy: string | null;
}

/** What a source has, as far as it is known. */
interface AtSource {
  /** Newest first. */
  readonly versions: readonly Available[];
  /** Why what was there before is taken: the server could not be asked, or what it has now is not used. */
  readonly problem: VeneerError | null;
}

/**
 * The versions at the source.
 *
 * @throws {VeneerError} `unreachable`, `server-error`, `not-verified`, `not-found`, `invalid-input` for an address that
 *   Veneer does not fetch from
 * @throws {TransferFileError} for what systemd lists nothing for, as a part of a sentence
 */
export async function availableAt(
  root: string,
  transfer: TransferFile,
  systemdVersion: number,
  context: ListingContext,
): Promise<AtSource> {
  const { type, path, patterns } = transfer.source;
  const { versions, problem } =
    type === 'url-file'
      ? await listUrl(transfer, systemdVersion, context)
      : {
          versions: instancesIn(root, path, patterns, systemdVersion).map((one) => ({
            ...one,
            isAmbiguous: false,
            signedBy: null,
          })),
          problem: null,
        };
  return { versions: versions.toSorted((a, b) => compareVersions(b.version, a.version)), problem };
}

/** A version as the catalog knows it, of the extension that the component keeps. */
export function releaseOf(
  { component, class: extensionClass, name }: Component,
  transfer: TransferFile,
  { version, path, sha256 }: Available,
): Release {
  const suffix = path.slice(path.lastIndexOf('.') + 1);
  return {
    remote: component,
    class: extensionClass,
    name,
    version,
    osVersion: null,
    isOsVersionSure: true,
    architecture: null,
    packing: PACKINGS.find((one) => one === suffix) ?? null,
    folder: sourceAddress(transfer),
    path,
    sha256,
    pattern: null,
    manifest: null,
    signedBy: null,
    oci: null,
  };
}

/** The folder that versions come from. @throws {VeneerError} `invalid-input` for an address that Veneer does not fetch from */
function sourceAddress({ source }: TransferFile): string {
  return folderAddress(source.type === 'url-file' ? source.path : pathToFileURL(source.path).href);
}

async function listUrl(transfer: TransferFile, systemdVersion: number, context: ListingContext): Promise<AtSource> {
  const folder = sourceAddress(transfer);
  const { verify, source } = transfer;
  const list = await readList(folder, { trust: verify ? 'system' : 'unsigned', key: null }, context, (text) =>
    context.texts.listVersions(text, source.patterns, systemdVersion, context.now, context.signal),
  );
  if (list === null) throw noList(folder);
  const { problem } = list;
  const { told } = list.told;
  if ('broken' in told) throw new TransferFileError(told.broken);
  const signedBy = list.told.signer?.fingerprint ?? null;
  if ('versions' in told) return { versions: told.versions.map((one) => ({ ...one, signedBy })), problem };
  throw new VeneerError(
    'not-verified',
    messageOf('update.systemd-sysupdate-refuses-list-of', { address: folder, reason: told.refused }),
    {
      nextStep: messageOf('common.tell-who-runs-server'),
    },
  );
}
