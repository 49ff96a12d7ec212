/**
 * What holds of every rule: an id of its own, a source, and facts with which it finds something. A rule without such facts here
 * fails. The facts are as small as they get; that real trees lead to them is held by the tests of each room and by e2e/live.
 */

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { facts, layer, survey } from '../../e2e/harness/merge-facts.ts';
import { EMPTY_REQUEST } from '../changes/empty-request.ts';
import { foreignText, messageOf } from '../messages/message.ts';
import type { Release, RemoteState } from '../model/catalog.ts';
import type { Change } from '../model/change.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { ErrorReport } from '../model/errors.ts';
import type { Extension } from '../model/extension.ts';
import type { Hierarchy } from '../model/host.ts';
import type { Service } from '../model/service.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { rulesFor } from '../systemd/classes.ts';
import type { MergeFailure } from '../systemd/merge-failure.ts';
import type { TransferFile } from '../sysupdate/transfer-file.ts';
import { type IdOfContent, RULES_OF_CONTENT, RULES_OF_ENTRIES_INSIDE } from './content/diagnose-content.ts';
import type { ContentFacts, InsideFacts } from './content/facts.ts';
import { HOST_RULES } from './diagnose-host.ts';
import { REMOTE_RULES } from './diagnose-remote.ts';
import { doesNotFit } from './does-not-fit.ts';
import { RULES_OF_ENTRY } from './entry/diagnose-entry.ts';
import type { EntryFacts } from './entry/facts.ts';
import { diagnoseLacks, LACK_RULES } from './lacks/diagnose-lacks.ts';
import type { LackFacts } from './lacks/facts.ts';
import { RULES_OF_LINT } from './lint/diagnose-lint.ts';
import type { LintFacts } from './lint/facts.ts';
import { type IdOfMerge, RULES_OF_MERGE } from './merge/diagnose-merge.ts';
import type { MergeFacts } from './merge/facts.ts';
import { moreToKnow } from './plan/more-to-know.ts';
import type { PlanFacts } from './plan/plan-facts.ts';
import { BLOCKER_RULES, PLAN_WARNING_RULES } from './plan/plan-rules.ts';
import { staysAfterRestart } from './plan/stays-after-restart.ts';
import { PORTABLE_RULES } from './portable/diagnose-portables.ts';
import type { PortableFacts } from './portable/facts.ts';
import type { Rule } from './rule.ts';
import { diagnoseServices, SERVICE_RULES } from './services/diagnose-services.ts';
import { MACHINE_RULES, OTHER_OS_RULES, START_RULES, STATE_RULES } from './state/diagnose-state.ts';
import type { StateFacts } from './state/facts.ts';
import { type BuildFacts, buildForOs } from './updates/build-for-os.ts';
import { FOLLOWED_RULES } from './updates/diagnose-updates.ts';
import type { FollowedFacts } from './updates/followed-facts.ts';
import { keptByFlatcar } from './updates/kept-by-flatcar.ts';
import { keptBySysextmgr } from './updates/kept-by-sysextmgr.ts';
import { newerOsInstalled } from './updates/newer-os-installed.ts';
import { newerUntold } from './updates/newer-untold.ts';
import { otherVersionMerged } from './updates/other-version-merged.ts';
import { type SourceFacts, sourceUnread } from './updates/source-unread.ts';
import { type MisfitFacts, updateMisfit } from './updates/update-misfit.ts';

type IdOf<Rules extends readonly Rule<never>[]> = Rules[number]['ids'][number];

/** With which facts each id is found; a missing one does not compile. */
type Cases<Facts, Id extends string> = Readonly<Record<Id, Facts>>;

const OPEN_FOLDER = { kind: 'folder', rights: { mode: 0o755, uid: 0, gid: 0 } } as const;
const EMPTY = survey({});
const COMPILED = 'usr/share/glib-2.0/schemas/gschemas.compiled';

const ofMerge = (given: Parameters<typeof survey>[0], more: Parameters<typeof facts>[0] = {}) =>
  facts({ layers: [layer('a', survey(given))], ...more });
const withSurvey = (more: Parameters<typeof survey>[1], given: Parameters<typeof facts>[0] = {}) =>
  facts({ layers: [layer('a', survey({}, more))], ...given });

const MERGES: Cases<MergeFacts, IdOfMerge> = {
  'hides-link': ofMerge({ 'usr/x': 'folder' }, { base: { 'usr/x': { kind: 'symlink' } } }),
  'hides-folder': ofMerge({ 'usr/x': 'file' }, { base: { 'usr/x': OPEN_FOLDER } }),
  'hides-file': ofMerge({ 'usr/x': 'folder' }, { base: { 'usr/x': { kind: 'other' } } }),
  opaque: ofMerge({ 'usr/x': 'opaque' }, { base: { 'usr/x': OPEN_FOLDER, 'usr/x/y': { kind: 'other' } } }),
  whiteout: ofMerge({ 'usr/x': 'whiteout' }, { base: { 'usr/x': { kind: 'other' } } }),
  'folder-rights': withSurvey(
    { folders: new Map([['usr/bin', { mode: 0o700, uid: 0, gid: 0, opaque: false }]]) },
    { base: { 'usr/bin': OPEN_FOLDER } },
  ),
  'mounts-below': facts({ version: 252, mountsBelow: ['/usr/local'] }),
  'kernel-format': withSurvey(
    { fileSystems: [{ type: 'erofs', compressors: [] }] },
    { kernel: { fileSystem: () => false, option: () => null, verity: () => null } },
  ),
  'foreign-machine': withSurvey({ programs: new Map([['arm64', { count: 1, example: 'usr/bin/x' }]]) }),
  'cache-hidden': ofMerge({ [COMPILED]: 'file' }, { base: { [COMPILED]: { kind: 'other' } } }),
  'cache-outdated': ofMerge(
    { 'usr/share/glib-2.0/schemas/x.gschema.xml': 'file' },
    { base: { [COMPILED]: { kind: 'other' } } },
  ),
  'cache-missing': ofMerge({ 'usr/share/glib-2.0/schemas/x.gschema.xml': 'file' }),
  'not-started-at-boot': withSurvey({ upheld: new Set(['a.service']) }),
  'restarts-units': facts({ version: 262, layers: [layer('a', EMPTY, { EXTENSION_RESTART_UNITS: 'a.service' })] }),
  'release-field': facts({ version: 257, layers: [layer('a', EMPTY, { EXTENSION_RESTART_UNITS: 'a.service' })] }),
  'etc-read-only': facts({ class: 'confext', turnsReadOnly: true, layers: [layer('a', EMPTY)] }),
  'confext-inside': ofMerge({ 'usr/lib/confexts/net.raw': 'file' }),
  'base-unknown': ofMerge({ 'usr/x': 'file' }, { base: { 'usr/x': { kind: 'unknown' } } }),
  'not-looked-through': facts({ notLookedThrough: 1 }),
};

const FILE: InsideFacts = {
  ...{ class: 'sysext', name: 'a', path: 'usr/bin/x', isFile: true, mode: 0o755, isSeen: true },
  attributes: { capability: false, selinuxType: 'bin_t' },
  ...{ enforcesSelinux: true, expectedType: null },
};
const CONTENT: ContentFacts = {
  ...{ class: 'sysext', name: 'a', lacking: [], neverStarted: [], notMade: [] },
  ...{ outside: new Map(), otherLibraries: new Set() },
};

const UNIT = 'usr/lib/systemd/system/a.service';
const LINT: LintFacts = {
  ...{ class: 'sysext', name: 'a', release: {}, survey: EMPTY, units: new Map([[UNIT, '']]), modeOf: () => null },
  base: { at: () => ({ kind: 'unknown' }), names: () => [] },
};
const LINTS: Cases<LintFacts, IdOf<typeof RULES_OF_LINT>> = { 'unit-will-not-start': LINT, 'units-not-read': LINT };

const FILES: Cases<InsideFacts, IdOf<typeof RULES_OF_ENTRIES_INSIDE>> = {
  setuid: { ...FILE, mode: 0o4755 },
  capabilities: { ...FILE, attributes: { capability: true, selinuxType: 'bin_t' } },
  unlabelled: { ...FILE, attributes: { capability: false, selinuxType: null } },
  mislabelled: { ...FILE, attributes: { capability: false, selinuxType: 'user_home_t' }, expectedType: 'bin_t' },
  'carries-os-release': { ...FILE, path: 'usr/lib/os-release' },
  'release-file-of-sysext': {
    ...{ ...FILE, class: 'confext', isSeen: false },
    path: 'usr/lib/extension-release.d/extension-release.a',
  },
};

const CONTENTS: Cases<ContentFacts, Exclude<IdOfContent, keyof typeof FILES>> = {
  'without-effect': { ...CONTENT, outside: new Map([['srv', 1]]) },
  'missing-library': {
    ...CONTENT,
    lacking: [{ path: 'usr/bin/x', libraries: ['libx.so.1'] }],
  },
  'not-started': { ...CONTENT, neverStarted: [{ unit: 'a.service', path: '' }] },
  'user-not-made': { ...CONTENT, notMade: [{ kind: 'user', file: 'usr/lib/sysusers.d/a.conf', names: ['a'] }] },
  'path-not-made': { ...CONTENT, notMade: [{ kind: 'path', file: 'usr/lib/tmpfiles.d/a.conf', names: ['/var/a'] }] },
};

const ENTRY: EntryFacts = {
  ...{ class: 'sysext', name: 'a', path: '/etc/extensions/a.raw', problem: null, listed: true, isMask: false },
  leadsTo: '/var/lib/extensions.d/a/a-1.raw',
  ...{ hidesLower: false, ambiguousWith: [], taken: null, failsMerge: null, disable: 'move-aside' },
  ...{ mends: null, isTaken: () => false },
};

const ENTRIES: Cases<EntryFacts, IdOf<typeof RULES_OF_ENTRY>> = {
  ambiguous: { ...ENTRY, ambiguousWith: ['/etc/extensions/a'] },
  'null-link': { ...ENTRY, problem: 'null-link' },
  'ineffective-mask': { ...ENTRY, problem: 'null-link', taken: '/var/lib/extensions/a.raw' },
  dangling: { ...ENTRY, problem: 'dangling' },
  'vendor-image-absent': { ...ENTRY, problem: 'dangling', leadsTo: '/oem/sysext/a-1.raw' },
  'special-file': { ...ENTRY, problem: 'special-file' },
  'no-fitting-version': { ...ENTRY, path: '/etc/extensions/a.raw.v', problem: 'no-fitting-version' },
  unreadable: { ...ENTRY, problem: 'unreadable' },
  loop: { ...ENTRY, problem: 'loop' },
  'through-file': { ...ENTRY, problem: 'through-file' },
  'blocks-merge': { ...ENTRY, failsMerge: foreignText('Broken.') },
  'mask-without-target': { ...ENTRY, isMask: true },
};

const HOST = {
  host: { sysextAvailable: true, sandbox: false, unseen: null },
  ...{ hierarchies: [], extensions: [], failures: [], ignored: [] },
} as unknown as Snapshot;
const inHost = (host: Partial<Snapshot['host']>) => ({ ...HOST, host: { ...HOST.host, ...host } });

const HOSTS: Cases<Snapshot, IdOf<typeof HOST_RULES>> = {
  'not-installed': inHost({ sysextAvailable: false }),
  'merge-fails': {
    ...HOST,
    failures: [{ class: 'sysext', path: null, message: foreignText(''), nextStep: null, prints: '' }],
  },
  'still-merged': {
    ...HOST,
    hierarchies: [{ class: 'sysext', extensions: ['gone'] }] as unknown as Snapshot['hierarchies'],
  },
  'not-looked-at': { ...HOST, ignored: [{ class: 'sysext', path: '/etc/extensions/a.img', message: foreignText('') }] },
  'images-unseen': {
    ...inHost({ unseen: foreignText('Not seen.') }),
    extensions: [{ type: 'raw' }] as unknown as Snapshot['extensions'],
  },
};

const UNFIT = { listed: true, verdict: { compatible: false, message: foreignText('No.') } };
const WITH_UNFIT = { extensions: [UNFIT] } as unknown as Snapshot;

const error: ErrorReport = { code: 'unreachable', message: foreignText(''), nextStep: null, detail: null };
const REMOTE = { name: 'mine', enabled: true, status: 'current', error: null, refused: 0 } as unknown as RemoteState;

const REMOTES: Cases<RemoteState, IdOf<typeof REMOTE_RULES>> = {
  'remote-unusable': { ...REMOTE, status: 'failed', error },
  'remote-not-renewed': { ...REMOTE, status: 'offline', error },
  'remote-entries-left-out': { ...REMOTE, refused: 1 },
};

const FAILURE: MergeFailure = {
  ...{ rule: 'not-mountable', entry: null, errno: null, prints: '', message: foreignText('Torn.'), nextStep: null },
};
const PREDICTION: PlanFacts['prediction'] = {
  ...{ fails: [], exitStatus: 0, layers: [], leftOut: [], uncertain: [], keepsMerged: false, entries: new Map() },
};
const PLAN: PlanFacts = {
  ...{
    class: 'sysext',
    action: 'refresh',
    isReopened: false,
    request: { changes: [], classes: [], force: false },
    rules: rulesFor(257),
  },
  ...{ elsewhere: [], extensions: [], merged: null, toggles: [], masking: [], files: [], later: [] },
  ...{ runsFrom: null, after: [], keptImages: [], prediction: PREDICTION, broughtFailures: [], passedOver: [] },
};
const over = (path: string, extensionClass: 'sysext' | 'confext'): Hierarchy => ({
  ...{ path, class: extensionClass, merged: true, extensions: ['a'], since: null, writable: false, mutable: 'no' },
});
const at = (path: string, more: Partial<Extension> = {}) =>
  ({ class: 'sysext', name: 'a', path, listed: true, masks: false, disable: 'mask', ...more }) as Extension;
const DISABLE: Change = { verb: 'disable', class: 'sysext', name: 'a' };
const REMOVE: Change = { verb: 'remove', class: 'sysext', name: 'a', purge: false };
const SEARCHED = '/var/lib/extensions/a';

const BLOCKERS: Cases<PlanFacts, IdOf<typeof BLOCKER_RULES>> = {
  'already-merged': { ...PLAN, action: 'merge', merged: ['a'] },
  'merge-would-fail': { ...PLAN, prediction: { ...PREDICTION, fails: [FAILURE] } },
};

const PLAN_WARNINGS: Cases<PlanFacts, IdOf<typeof PLAN_WARNING_RULES>> = {
  'own-extension': { ...PLAN, runsFrom: 'a', merged: ['a'] },
  'etc-opened': { ...PLAN, class: 'confext', isReopened: true },
  'image-kept': { ...PLAN, keptImages: [{ path: '/etc/extensions/a.raw', version: '1' }] },
  'merged-elsewhere': { ...PLAN, elsewhere: [over('/srv', 'sysext')] },
  'mask-until-reboot': {
    ...{ ...PLAN, class: 'confext', masking: [{ ...DISABLE, class: 'confext' }] },
    extensions: [at('/var/lib/confexts/a', { class: 'confext' })],
  },
  'no-longer-hidden': { ...PLAN, files: [{ change: REMOVE, path: null }], later: [at(SEARCHED)] },
  'no-effect-yet': {
    ...{ ...PLAN, files: [{ change: REMOVE, path: SEARCHED }] },
    later: [at('/etc/extensions/a', { masks: true }), at(SEARCHED, { listed: false })],
  },
  'next-merge-would-fail': { ...PLAN, broughtFailures: [FAILURE] },
  'left-out': {
    ...{ ...PLAN, toggles: [{ ...DISABLE, verb: 'enable' }], later: [at(SEARCHED)] },
    prediction: {
      ...PREDICTION,
      entries: new Map([[SEARCHED, { verdict: { compatible: false, message: foreignText('No.') } }]]) as never,
    },
  },
  'merge-uncertain': {
    ...PLAN,
    prediction: { ...PREDICTION, uncertain: [{ name: 'a', reason: foreignText('Unread.') }] },
  },
  'also-merged': { ...PLAN, toggles: [DISABLE], prediction: { ...PREDICTION, layers: ['b'] } },
  'passed-over-here': { ...PLAN, passedOver: [{ name: 'a', path: SEARCHED }] },
};

const TOOL = { class: 'sysext', name: 'tool' } as const;
const TRANSFER = { target: { path: '/srv', currentSymlink: null, patterns: [] } } as unknown as TransferFile;
const FOLLOWED: FollowedFacts = {
  ...{ ...TOOL, component: 'tool', transfer: TRANSFER, transfers: 1, refusal: null, isOff: false },
  ...{ bySysupdate: false, otherImage: null, isOutOfReach: false },
};

const FOLLOWS: Cases<FollowedFacts, IdOf<typeof FOLLOWED_RULES>> = {
  'transfer-unusable': { ...FOLLOWED, refusal: 'it is broken' },
  'component-off': { ...FOLLOWED, isOff: true },
  'other-image-taken': { ...FOLLOWED, bySysupdate: true, otherImage: 'x.raw' },
  'kept-with-os': { ...FOLLOWED, isOutOfReach: true, component: '' },
  'several-transfers': { ...FOLLOWED, isOutOfReach: true, transfers: 2 },
  'layout-unknown': { ...FOLLOWED, isOutOfReach: true },
};

const source = (code: ErrorReport['code']): SourceFacts => ({ ...TOOL, error: { ...error, code } });
const SOURCES: Cases<SourceFacts, IdOf<[typeof sourceUnread]>> = {
  'source-unreachable': source('unreachable'),
  'source-server-error': source('server-error'),
  'source-not-verified': source('not-verified'),
  'source-too-large': source('too-large'),
  'source-not-found': source('not-found'),
  'source-unusable': source('systemd-failed'),
};

const MISFIT: MisfitFacts = { ...TOOL, version: '2', old: null, failure: null, unfit: foreignText('No.') };
const MISFITS: Cases<MisfitFacts, IdOf<[typeof updateMisfit]>> = {
  'update-does-not-fit': MISFIT,
  'update-fails-merges': { ...MISFIT, failure: foreignText('Torn.') },
};

const BUILD: BuildFacts = {
  ...TOOL,
  os: { id: 'debian', version: '13' },
  version: '2',
  isDownloaded: false,
  unfit: null,
};
const BUILDS: Cases<BuildFacts, IdOf<[typeof buildForOs]>> = {
  'build-not-downloaded': BUILD,
  'build-does-not-fit': { ...BUILD, isDownloaded: true, unfit: foreignText('No.') },
};

/** The rules of a room, and what each case of the room makes them find. */
function room<Facts>(rules: readonly Rule<Facts>[], cases: Readonly<Record<string, Facts>>) {
  const find = (given: Facts) => rules.flatMap((one) => one.find(given));
  return { rules, found: Object.entries(cases).map(([id, given]) => ({ id, found: find(given) })) };
}

const APP: PortableFacts['images'][number] = {
  ...{ name: 'app', type: 'raw', path: '/var/lib/portables/app.raw', realPath: '/var/lib/portables/app.raw' },
  ...{ form: 'squashfs', kind: 'service', description: null, release: { ID: 'x' }, prefixes: ['app'] },
  ...{ units: [{ name: 'app.service', matches: true }], problem: null },
};
const ON_APP: PortableFacts['attached'][number] = {
  ...{ image: APP.path, extensions: [], runtime: false, profile: 'default', gone: [], changed: false },
  units: [{ name: 'app.service', enabled: false, atBoot: false, running: null, failed: null }],
};
const portables = (
  image: Partial<typeof APP>,
  attached: Partial<typeof ON_APP> | null = null,
  more: PortableFacts['images'] = [],
): PortableFacts => ({
  images: [{ ...APP, ...image }, ...more],
  attached: attached === null ? [] : [{ ...ON_APP, ...attached }],
  profiles: ['default'],
  architecture: 'x86-64',
});
const TOP = { ...APP, name: 'top', path: '/var/lib/portables/top.raw', realPath: '/var/lib/portables/top.raw' };
const PORTABLES: Cases<PortableFacts, IdOf<typeof PORTABLE_RULES>> = {
  'portable-without-os-release': portables({ kind: null, release: null }),
  'portable-without-id': portables({ release: {} }),
  'portable-unit-prefix': portables({ units: [{ name: 'other.service', matches: false }] }),
  'portable-image-gone': portables({}, { gone: [APP.path] }),
  'portable-image-changed': portables({}, { changed: true }),
  'portable-without-profile': portables({}, { profile: null }),
  'portable-profile-gone': portables({}, { profile: 'gone' }),
  'portable-extension-misfit': portables({}, { extensions: [TOP.path] }, [
    { ...TOP, kind: 'extension', release: { ID: 'other' } },
  ]),
};

const HOST_WITH_ALL: LackFacts = {
  ...{ hasSysupdate: true, atBoot: [], mounts: () => true, executor: 'pkexec', hasDesktop: true },
};
const LACKS: Cases<LackFacts, IdOf<typeof LACK_RULES>> = {
  'no-sysupdate': { ...HOST_WITH_ALL, hasSysupdate: false },
  'not-merged-at-boot': {
    ...HOST_WITH_ALL,
    atBoot: [{ class: 'sysext', unit: 'systemd-sysext.service', state: 'disabled' }],
  },
  'kernel-without-format': { ...HOST_WITH_ALL, mounts: (one) => one !== 'erofs' },
  'nobody-asks': { ...HOST_WITH_ALL, hasDesktop: false },
};

test('a host that has all, or of which nothing is known, lacks nothing', () => {
  expect(diagnoseLacks(HOST_WITH_ALL)).toEqual([]);
  const atBoot = ['enabled', 'static', 'unknown'].map(
    (state) => ({ class: 'sysext', unit: 'a.service', state }) as const,
  );
  expect(diagnoseLacks({ ...HOST_WITH_ALL, mounts: () => null, atBoot })).toEqual([]);
  expect(diagnoseLacks({ ...HOST_WITH_ALL, executor: 'direct', hasDesktop: false })).toEqual([]);
});

test('what is disabled at boot can be enabled; what is masked, or off by the command line of the kernel, not by us', () => {
  const fixes = (state: string) =>
    diagnoseLacks({ ...HOST_WITH_ALL, atBoot: [{ class: 'confext', unit: 'a.service', state }] }).map(({ fix }) => fix);
  // systemctl(1), enable: a masked unit has to be unmasked first.
  expect(['disabled', 'masked', 'off by systemd.sysext=0'].map(fixes)).toEqual([
    [{ changes: [], action: 'none', classes: ['confext'], atBoot: { class: 'confext', on: true } }],
    [null],
    [null],
  ]);
});

const MERGE_SERVICE: StateFacts['services'][number] = {
  ...{ class: 'sysext', unit: 'systemd-sysext.service', failed: false, said: [], files: [], unmet: [] },
};
const STATE: StateFacts = {
  isRunning: true,
  extensions: [at(SEARCHED, { realPath: SEARCHED })],
  hierarchies: [],
  services: [],
  later: [],
  next: [],
  replaced: new Set(),
  ...{ canLoop: true, room: null, unfinished: [], otherOs: null },
};
const ALL_STATE_RULES = [...START_RULES, ...MACHINE_RULES, ...STATE_RULES, ...OTHER_OS_RULES] as const;
const STATES: Cases<StateFacts, IdOf<typeof ALL_STATE_RULES>> = {
  'merge-service-failed': { ...STATE, services: [{ ...MERGE_SERVICE, failed: true }] },
  'merge-service-skipped': { ...STATE, services: [{ ...MERGE_SERVICE, unmet: ['ConditionPathExists=/x'] }] },
  'merge-differs': { ...STATE, next: [{ class: 'sysext', layers: ['a'], uncertain: [] }] },
  'no-loop-device': { ...STATE, canLoop: false, extensions: [at(SEARCHED, { type: 'raw', realPath: SEARCHED })] },
  'no-room-for-update': {
    ...{ ...STATE, room: { path: '/var', free: 1 } },
    extensions: [at(SEARCHED, { type: 'raw', size: 2, realPath: SEARCHED })],
  },
  'unfinished-files': { ...STATE, unfinished: [{ path: '/var/lib/extensions/.x', bytes: 1 }] },
  'lost-with-os': {
    ...{ ...STATE, otherOs: { before: 'A 1', after: 'A 2', dropped: [TOOL] } },
    extensions: [
      at(SEARCHED, { name: 'tool', merged: false, verdict: { compatible: false } as never, realPath: SEARCHED }),
    ],
  },
  'image-replaced': {
    ...STATE,
    extensions: [at(SEARCHED, { merged: true, realPath: SEARCHED })],
    replaced: new Set([SEARCHED]),
  },
  'until-reboot': { ...STATE, extensions: [at('/run/extensions/a', { realPath: '/run/extensions/a' })] },
  'mounted-after-merge': { ...STATE, later: [{ ...TOOL, mount: { mountPoint: '/srv', by: 'hand' } }] },
};

const SERVICE: Service = {
  ...{ name: 'a.service', extension: 'a', class: 'sysext', status: 'running', message: foreignText('Runs') },
  ...{ since: null, pid: 1, active: 'active', sub: 'running', load: 'loaded', wantedBy: [] },
  ...{ canStart: false, canStop: true },
};
const SERVICES: Cases<Service, IdOf<typeof SERVICE_RULES>> = {
  'service-without-files': { ...SERVICE, status: 'left-over' },
  'service-failed': { ...SERVICE, status: 'failed' },
  'service-of-old-version': { ...SERVICE, message: messageOf('service.runs-the-old-version') },
};

test('a service that runs as it should is no trouble, nor is one of which nothing is known', () => {
  const unknown = { ...SERVICE, status: 'unknown', message: messageOf('service.state-is-not-known') } as const;
  const stopped = { ...SERVICE, status: 'stopped', message: messageOf('service.was-stopped') } as const;
  expect(diagnoseServices([SERVICE, unknown, stopped])).toEqual([]);
});

const ROOMS = [
  room<LackFacts>(LACK_RULES, LACKS),
  room<StateFacts>(ALL_STATE_RULES, STATES),
  room<MergeFacts>(RULES_OF_MERGE, MERGES),
  room<InsideFacts>(RULES_OF_ENTRIES_INSIDE, FILES),
  room<ContentFacts>(RULES_OF_CONTENT, CONTENTS),
  room<LintFacts>(RULES_OF_LINT, LINTS),
  room<EntryFacts>(RULES_OF_ENTRY, ENTRIES),
  room<Snapshot>(HOST_RULES, HOSTS),
  room<Service>(SERVICE_RULES, SERVICES),
  room([doesNotFit], { 'does-not-fit': WITH_UNFIT }),
  room<RemoteState>(REMOTE_RULES, REMOTES),
  room<PlanFacts>(BLOCKER_RULES, BLOCKERS),
  room<PlanFacts>(PLAN_WARNING_RULES, PLAN_WARNINGS),
  room([staysAfterRestart], {
    'stays-after-restart': {
      plan: { asksToKeep: true, request: { ...EMPTY_REQUEST, changes: [DISABLE] }, warnings: [] },
      mounts: [],
    },
  }),
  room([moreToKnow], { 'more-to-know': { name: 'a', subject: { kind: 'host' } as const } }),
  room<FollowedFacts>(FOLLOWED_RULES, FOLLOWS),
  room<SourceFacts>([sourceUnread], SOURCES),
  room([keptByFlatcar], { 'kept-by-flatcar': { ...TOOL, realPath: '/oem/sysext/tool-1.raw' } }),
  room([keptBySysextmgr], { 'kept-by-sysextmgr': { ...TOOL, realPath: '/var/lib/sysext-store/tool.raw' } }),
  room([newerUntold], { 'newer-untold': { entry: TOOL, release: { remote: 'mine', sha256: null } as Release } }),
  room<MisfitFacts>([updateMisfit], MISFITS),
  room([otherVersionMerged], { 'other-version-merged': { ...TOOL, needsRefresh: true } }),
  room([newerOsInstalled], { 'newer-os-installed': { needsReboot: true } }),
  room<BuildFacts>([buildForOs], BUILDS),
  room<PortableFacts>(PORTABLE_RULES, PORTABLES),
];

test('no two rules find the same id', () => {
  const ids = ROOMS.flatMap((one): readonly Rule<never>[] => one.rules).flatMap((one) => one.ids);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
});

test.each(ROOMS.flatMap(({ found }) => found))('$id is found, and from where it is known is said', ({ id, found }) => {
  const mine = found.filter((one: Diagnosis) => one.id === id);
  expect(mine, `only ${found.map((one) => one.id).join(', ')}`).not.toEqual([]);
  for (const { source, message } of mine) {
    expect(source).not.toBe('');
    expect(message.id).not.toBe('');
  }
});

test('every id of the rooms has its case', () => {
  for (const { rules, found } of ROOMS)
    expect(found.map(({ id }) => id).sort()).toEqual(rules.flatMap((one) => [...one.ids]).sort());
});

test('a rule that stands in no room would find nothing', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = globSync('**/*.ts', { cwd: folder }).filter((path) => !path.endsWith('.test.ts'));
  const made = files.flatMap((path) => [
    ...readFileSync(folder + path, 'utf8').matchAll(/^export const (\w+) = rule\(/gm),
  ]);
  expect(made).toHaveLength(ROOMS.flatMap((one): readonly unknown[] => one.rules).length);
});
