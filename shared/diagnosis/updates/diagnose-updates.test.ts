/** Each rule by facts that make it speak; that such facts come of real transfer files and servers is held by electron/updates and e2e. */
import { describe, expect, test } from 'vitest';
import { foreignText, messageOf } from '../../messages/message.ts';
import type { Release } from '../../model/catalog.ts';
import { VeneerError } from '../../model/errors.ts';
import type { UpdateItem, UpdateState } from '../../model/update.ts';
import { parseTransferFile, type TransferFile } from '../../sysupdate/transfer-file.ts';
import { buildForOs } from './build-for-os.ts';
import { diagnoseFollowed, diagnoseUpdate, diagnoseUpdates } from './diagnose-updates.ts';
import type { FollowedFacts } from './followed-facts.ts';
import { keptBySysextmgr } from './kept-by-sysextmgr.ts';
import { newerUntold } from './newer-untold.ts';
import { serverErrorOf, sourceUnread } from './source-unread.ts';
import { updateMisfit } from './update-misfit.ts';

const TOOL = { class: 'sysext', name: 'tool' } as const;
const SUBJECT = { kind: 'extension', ...TOOL, inside: '' };

const transferOf = (target: string): TransferFile =>
  parseTransferFile(
    [
      `[Source]\nType=url-file\nPath=https://example.org/\nMatchPattern=tool-@v.raw\n[Target]\nType=regular-file\n${target}\n`,
    ],
    {},
    257,
  );

describe('what has a transfer file', () => {
  const FINE: FollowedFacts = {
    ...TOOL,
    component: 'tool',
    transfer: transferOf(
      'Path=/var/lib/extensions.d/tool\nMatchPattern=tool-@v.raw\nCurrentSymlink=/var/lib/extensions/tool.raw',
    ),
    transfers: 1,
    ...{ refusal: null, isOff: false, bySysupdate: false, otherImage: null, isOutOfReach: false },
  };
  const idOf = (facts: Partial<FollowedFacts>) => diagnoseFollowed({ ...FINE, ...facts })?.id;

  test('nothing is wrong with what can be followed', () => {
    expect(diagnoseFollowed(FINE)).toBeNull();
  });

  test('what cannot be read, or is switched off, comes before all else', () => {
    const all = { refusal: 'it is broken', isOff: true, isOutOfReach: true } as const;
    expect(diagnoseFollowed({ ...FINE, ...all })).toMatchObject({
      id: 'transfer-unusable',
      subject: SUBJECT,
      message: 'The transfer file of tool cannot be followed here: it is broken.',
      nextStep: 'Use systemd-sysupdate for it: systemd-sysupdate -C tool list',
    });
    expect(diagnoseFollowed({ ...FINE, ...all, component: '' })).toMatchObject({
      message: 'The transfer file of the OS cannot be followed here: it is broken.',
      nextStep: 'Use systemd-sysupdate for it: systemd-sysupdate list',
    });
    expect(diagnoseFollowed({ ...FINE, ...all, refusal: null })).toMatchObject({
      id: 'component-off',
      nextStep: 'Switch it on with: systemd-sysupdate enable-component tool',
    });
  });

  test('an image of another name matters where systemd-sysupdate counts it', () => {
    expect(idOf({ otherImage: 'tool-box-1.raw' })).toBeUndefined();
    expect(idOf({ otherImage: 'tool-box-1.raw', bySysupdate: true })).toBe('other-image-taken');
  });

  test('what Veneer does not install says by which rule', () => {
    expect(idOf({ isOutOfReach: true, component: '', transfers: 3 })).toBe('kept-with-os');
    expect(idOf({ isOutOfReach: true, transfers: 2 })).toBe('several-transfers');
    const layout = (target: string) =>
      diagnoseFollowed({ ...FINE, isOutOfReach: true, transfer: transferOf(`${target}\nMatchPattern=tool_@v.raw`) });
    expect(layout('Path=/var/lib/extensions.d/tool')).toMatchObject({
      id: 'layout-unknown',
      message: 'The transfer file of tool names no link by which Veneer could make a version count.',
    });
    expect(layout('Path=/srv/images\nCurrentSymlink=/var/lib/extensions/tool.raw')).toMatchObject({
      id: 'layout-unknown',
      message: expect.objectContaining({ id: 'diagnosis.transfer-file-wants-layout' }),
    });
    expect(layout('Path=/var/lib/extensions.d/tool\nCurrentSymlink=/var/lib/extensions/tool.raw')).toMatchObject({
      id: 'layout-unknown',
      message: 'The transfer file of tool calls images tool_@v.raw, and Veneer tool-VERSION-ARCHITECTURE.raw.',
    });
  });
});

test('an answer of a server keeps its error, and whatever else went wrong is told apart', () => {
  const found = (error: VeneerError) => sourceUnread.find({ ...TOOL, error: error.report() });
  const ids = {
    unreachable: 'source-unreachable',
    'server-error': 'source-server-error',
    'not-verified': 'source-not-verified',
    'too-large': 'source-too-large',
    'not-found': 'source-not-found',
  } as const;
  for (const [code, id] of Object.entries(ids) as [keyof typeof ids, string][]) {
    const [one] = found(new VeneerError(code, messageOf('common.it-was-stopped')));
    expect(one).toMatchObject({ id, subject: SUBJECT, reason: null });
    expect(serverErrorOf(id)).toBe(code);
  }
  const [unexpected] = found(new VeneerError('internal', foreignText('No.'), { detail: 'TypeError: x' }));
  expect(unexpected).toMatchObject({ id: 'source-unusable', reason: 'TypeError: x' });
  expect(serverErrorOf('source-unusable')).toBeNull();
  const said = (detail: string) =>
    found(new VeneerError('systemd-failed', foreignText('It failed.'), { detail }))[0]?.reason;
  expect(said('the last line\n')).toBeNull();
  expect(said(`${'x\n'.repeat(10_000)}the last line`)).toEqual(
    foreignText(`${'x\n'.repeat(10_000)}the last line`.slice(-2000)),
  );
  expect(said('what came first\nthe last line\n')).toEqual(foreignText('what came first\nthe last line'));
});

test('what sysextmgr keeps is left to it', () => {
  const [found] = keptBySysextmgr.find({ ...TOOL, realPath: '/var/lib/sysext-store/tool-1.raw' });
  expect(found).toMatchObject({ id: 'kept-by-sysextmgr', nextStep: 'Update it with: sysextmgrcli update' });
  expect(keptBySysextmgr.find({ ...TOOL, realPath: '/var/lib/extensions.d/tool/tool-1.raw' })).toEqual([]);
});

test('of a list that tells too little it is said what it lacks', () => {
  const release = { remote: 'mine', sha256: 'a'.repeat(64), packing: null, oci: null } as Release;
  const said = (of: Release) => newerUntold.find({ entry: TOOL, release: of })[0]?.message.id;
  expect(newerUntold.find({ entry: TOOL, release: null })).toEqual([]);
  expect(newerUntold.find({ entry: TOOL, release })).toMatchObject([{ id: 'newer-untold', severity: 'note' }]);
  expect([release, { ...release, packing: 'xz' as const }, { ...release, sha256: null }].map(said)).toEqual([
    'diagnosis.not-known-image-unread',
    'diagnosis.not-known-file-is-packed',
    'diagnosis.not-known-neither-version-nor-hash',
  ]);
});

test('an update that would fail every merge is worse than one that would be left out', () => {
  const facts = { ...TOOL, version: '2', old: '1', failure: null, unfit: foreignText('Built for another.') };
  expect(updateMisfit.find({ ...facts, unfit: null })).toEqual([]);
  expect(updateMisfit.find(facts)).toMatchObject([
    { id: 'update-does-not-fit', severity: 'warning', nextStep: '1 stays. Wait for a version that fits.' },
  ]);
  expect(updateMisfit.find({ ...facts, old: null, failure: foreignText('Torn.') })).toMatchObject([
    { id: 'update-fails-merges', severity: 'danger', nextStep: 'Wait for one that fits.' },
  ]);
});

test('what an item and the state show by themselves is diagnosed where it is shown', () => {
  const item = { ...TOOL, needsRefresh: true, problem: null } as UpdateItem;
  expect(diagnoseUpdate(item)).toMatchObject([
    { id: 'other-version-merged', fix: { changes: [], action: 'refresh', classes: ['sysext'] } },
  ]);
  const [problem = null] = keptBySysextmgr.find({ ...TOOL, realPath: '/var/lib/sysext-store/tool-1.raw' });
  expect(diagnoseUpdate({ ...item, problem, needsRefresh: false })).toEqual([problem]);
  expect(diagnoseUpdates({ needsReboot: false } as UpdateState)).toEqual([]);
  expect(diagnoseUpdates({ needsReboot: true } as UpdateState)).toMatchObject([
    { id: 'newer-os-installed', subject: { kind: 'host' } },
  ]);
});

test('a build for the next OS that is not there, or does not fit it, is left out', () => {
  const facts = { ...TOOL, os: { id: 'debian', version: '13' }, version: '2', isDownloaded: true, unfit: null };
  expect(buildForOs.find(facts)).toEqual([]);
  expect(buildForOs.find({ ...facts, isDownloaded: false })).toMatchObject([{ id: 'build-not-downloaded' }]);
  expect(buildForOs.find({ ...facts, unfit: foreignText('Built for another.') })).toMatchObject([
    { id: 'build-does-not-fit', message: 'tool 2 does not fit debian 13: Built for another.' },
  ]);
});
