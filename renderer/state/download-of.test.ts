import { expect, test } from 'vitest';
import type { Release } from '../../shared/model/catalog.ts';
import type { Download } from '../../shared/model/download.ts';
import { downloadOf, downloadOfRelease, isOnItsWay, partOfDownload } from './download-of.ts';

const release = (version: string, change: Partial<Release> = {}): Release => ({
  ...{ remote: 'mine', class: 'sysext', name: 'tool', version, osVersion: null, isOsVersionSure: true },
  ...{ architecture: null, packing: null, folder: 'https://a/', path: `tool-${version}.raw`, pattern: null },
  ...{ sha256: '0'.repeat(64), manifest: null, signedBy: null, oci: null },
  ...change,
});
const download = (of: Release, status: Download['status'] = 'running') =>
  ({ id: of.version, release: of, status, received: 5, total: 10 }) as unknown as Download;
const entry = { remote: 'mine', class: 'sysext', name: 'tool', path: 'tool-2.raw' } as const;

test('of an entry the last one that was asked for counts, also where only its image tells the class', () => {
  const all = [download(release('1')), download(release('2')), download(release('3', { remote: 'other' }))];
  expect(downloadOf(entry, all)?.id).toBe('2');
  const confext = [download(release('2', { class: 'confext' }))];
  expect(downloadOf(entry, confext)?.id).toBe('2');
  expect(downloadOf({ ...entry, path: 'else.raw' }, confext)).toBeNull();
  expect(downloadOfRelease(release('1'), all)?.id).toBe('1');
  expect(downloadOfRelease(release('9'), all)).toBeNull();
});

test('how much is here is not told where nobody knows of how much', () => {
  expect(partOfDownload({ received: 5, total: 10 })).toBe(0.5);
  expect(partOfDownload({ received: 5, total: null })).toBeNull();
  expect(partOfDownload({ received: 0, total: 0 })).toBe(0);
});

test('what is ready or failed is not on its way', () => {
  const are = (['running', 'paused', 'waiting', 'ready', 'failed'] as const).map((status) =>
    isOnItsWay(download(release('1'), status)),
  );
  expect(are).toEqual([true, true, true, false, false]);
});
