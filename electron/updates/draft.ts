/** What every row of the updates is made from. */

import type { Release } from '../../shared/model/catalog.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { UpdateItem } from '../../shared/model/update.ts';
import type { System, Target } from '../extensions/system.ts';
import { pinOf } from '../host/pins.ts';
import type { CatalogRoom } from '../remotes/catalog-room.ts';
import type { ListingContext } from '../remotes/list.ts';
import type { CachePolicy } from '../remotes/metadata.ts';
import type { Component } from './components.ts';
import type { ImageHashes } from './image-hashes.ts';
import type { Origins } from './origins.ts';
import { isOutdatedMerge, type Stored } from './stored.ts';

/** What one look for updates works with. */
export interface Look {
  readonly target: Target;
  readonly system: System;
  readonly catalog: CatalogRoom;
  /** systemd-sysupdate; null where there is none. */
  readonly program: string | null;
  readonly origins: Origins;
  readonly hashes: ImageHashes;
  readonly cachePolicy: CachePolicy;
  readonly context: ListingContext;
}

/** An item that is still being made. */
export interface Draft {
  item: UpdateItem;
  /** What would be installed; the item has it only where Veneer itself downloads it. */
  readonly release: Release | null;
}

/** The entry of a name that counts, or nothing. */
export function entryOf(
  { extensions }: System,
  { class: extensionClass, name }: Pick<Component, 'class' | 'name'>,
): Extension | undefined {
  return extensions.find((one) => one.class === extensionClass && one.name === name && one.listed && !one.masks);
}

export function baseItem(
  { system }: Look,
  component: Pick<Component, 'class' | 'name'>,
  entry: Extension | undefined,
  stored: readonly Stored[],
) {
  const pin = pinOf(system.pins, component.class, component.name);
  return {
    class: component.class,
    name: component.name,
    fits: null,
    reason: null,
    sizeNow: entry?.size ?? null,
    sizeThen: null,
    unitsThen: null,
    pinned: pin?.version ?? null,
    held: pin?.held ?? false,
    needsRefresh: entry !== undefined && isOutdatedMerge(system, entry, stored),
    elsewhere: [],
    notes: [],
    signature: null,
    stream: '',
    stored: stored.map(({ version }) => version),
    storedSizes: stored.map(({ size }) => size),
    surplus: [],
    versions: stored.map(({ version }) => version),
  };
}
