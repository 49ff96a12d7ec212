/** What a transfer file's source has, read as systemd-sysupdate reads it, but without privilege. */
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { VeneerError } from '../../shared/errors.ts';
import { matchPatterns } from '../../shared/match-pattern.ts';
import type { Release } from '../../shared/model/catalog.ts';
import { PACKINGS } from '../../shared/release-name.ts';
import type { TransferFile } from '../../shared/transfer-file.ts';
import { compareVersions } from '../../shared/version.ts';
import { type ListingContext, noList, readList } from '../catalog/list.ts';
import { folderAddress } from '../http/address.ts';
import type { Component } from './components.ts';

/**
 * The versions at the source, newest first, without those older than MinVersion=.
 *
 * @throws {VeneerError} `unreachable`, `server-error`, `not-verified`, `not-found`
 */
export async function availableReleases(
  { component, class: extensionClass, name }: Component,
  transfer: TransferFile,
  systemdVersion: number,
  context: ListingContext,
): Promise<Release[]> {
  const folder = sourceAddress(transfer);
  const listed = transfer.source.type === 'url-file' ? await listUrl(folder, transfer, context) : listFolder(transfer);
  return listed
    .flatMap(({ path, sha256 }): Release[] => {
      const matched = matchPatterns(transfer.source.patterns, path, systemdVersion);
      if (matched === null) return [];
      if (transfer.minVersion !== null && compareVersions(matched.version, transfer.minVersion) < 0) return [];
      const suffix = path.slice(path.lastIndexOf('.') + 1);
      return [
        {
          remote: component,
          class: extensionClass,
          name,
          version: matched.version,
          osVersion: null,
          isOsVersionSure: true,
          architecture: null,
          packing: PACKINGS.find((one) => one === suffix) ?? null,
          folder,
          path,
          sha256: sha256 ?? matched.sha256,
          pattern: null,
          manifest: null,
          signedBy: null,
        },
      ];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}

/** The folder that versions come from. @throws {VeneerError} `invalid-input` for an address that Veneer does not fetch from */
export function sourceAddress({ source }: TransferFile): string {
  return folderAddress(source.type === 'url-file' ? source.path : pathToFileURL(source.path).href);
}

async function listUrl(
  folder: string,
  { verify }: TransferFile,
  context: ListingContext,
): Promise<readonly { readonly path: string; readonly sha256: string | null }[]> {
  const list = await readList(folder, { trust: verify ? 'system' : 'unsigned', key: null }, context);
  if (list === null) throw noList(folder);
  return list.checksums.files;
}

function listFolder({ source }: TransferFile): readonly { readonly path: string; readonly sha256: null }[] {
  try {
    return readdirSync(source.path).map((path) => ({ path, sha256: null }));
  } catch (error) {
    throw new VeneerError('unreachable', `${source.path} is not there now.`, { detail: String(error) });
  }
}
