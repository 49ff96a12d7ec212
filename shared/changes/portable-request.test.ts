/** What is asked of portable images, what is refused before, and what takes it back. */
import { expect, test } from 'vitest';
import type { Attachment, PortableImage, Portables } from '../model/portable.ts';
import { PORTABLE_CHANGES } from './portable.ts';
import { type Asked, askToAttach, askToDetach, askToReattach, type Wishes } from './portable-request.ts';

const image = (name: string, more: Partial<PortableImage> = {}): PortableImage => ({
  name,
  type: 'raw',
  path: `/var/lib/portables/${name}.raw`,
  realPath: `/var/lib/portables/${name}.raw`,
  state: 'detached',
  form: 'squashfs',
  kind: 'service',
  description: null,
  release: { ID: 'testos', VERSION_ID: '1' },
  prefixes: [],
  units: [{ name: `${name.split('_')[0]}.service`, matches: true }],
  problem: null,
  ...more,
});
const extension = (name: string, version: string, release = {}) =>
  image(name, { kind: 'extension', release: { ID: 'testos', VERSION_ID: version, ...release }, units: [] });
const attachment = (names: readonly string[], more: Partial<Attachment> = {}): Attachment => {
  const [first = '', ...extensions] = names.map((name) => `/var/lib/portables/${name}.raw`);
  const unit = { name: 'app.service', enabled: false, atBoot: true, running: true, failed: false };
  const units = [unit];
  return { image: first, extensions, runtime: false, profile: 'strict', units, gone: [], changed: false, ...more };
};
const host = (images: readonly PortableImage[], attached: readonly Attachment[] = []): Portables => ({
  images: [...images],
  attached: [...attached],
  profiles: ['default', 'strict'],
  problems: [],
  architecture: 'x86-64',
  findings: [],
});
const wishes = (name: string, more: Partial<Wishes> = {}): Wishes => ({
  name,
  extensions: null,
  profile: null,
  runtime: false,
  now: false,
  atBoot: false,
  ...more,
});

const changeOf = (asked: Asked) => {
  if ('refusal' in asked) throw new Error(asked.refusal.message.text);
  return asked.change;
};
const refusedBy = (asked: Asked) => ('refusal' in asked ? [asked.refusal.code, asked.refusal.message.id] : null);

test('what portabled would refuse', () => {
  const all = host([
    image('app_1'),
    extension('ext', '1'),
    extension('late', '2'),
    image('bare', { kind: null, release: null }),
    image('noid', { release: { NAME: 'x' } }),
    image('odd', { units: [{ name: 'web.service', matches: false }] }),
    image('secret', { kind: null, release: null, units: [], problem: { id: 'x', values: {}, text: 'x' } }),
  ]);
  const attach = (name: string, more: Partial<Wishes> = {}) => refusedBy(askToAttach(all, wishes(name, more)));
  expect(attach('app_1')).toBe(null);
  expect(attach('app_1', { extensions: ['ext'] })).toBe(null);
  expect(attach('secret'), 'portabled says it').toBe(null);
  expect(attach('nothing')).toEqual(['not-found', 'portable.no-image']);
  expect(attach('app_1', { extensions: ['nothing'] })).toEqual(['not-found', 'portable.no-image']);
  expect(attach('app_1', { extensions: ['late'] })).toEqual(['incompatible', 'portable.extension-does-not-fit']);
  expect(attach('app_1', { profile: 'mine' })).toEqual(['not-found', 'portable.no-profile']);
  expect(attach('ext')).toEqual(['incompatible', 'portable.is-extension']);
  expect(attach('bare')).toEqual(['incompatible', 'portable.without-os-release']);
  expect(attach('noid')).toEqual(['incompatible', 'portable.without-id']);
  expect(attach('odd')).toEqual(['incompatible', 'portable.unit-prefix']);
  const attached = host([image('app_1'), image('app_2')], [attachment(['app_1'])]);
  expect(refusedBy(askToAttach(attached, wishes('app_2')))).toEqual(['unsupported', 'portable.is-attached']);
  expect(refusedBy(askToDetach(attached, 'app_1', false))).toEqual(['unsupported', 'portable.services-run']);
  expect(refusedBy(askToDetach(attached, 'app_2', true))).toEqual(['not-found', 'portable.is-not-attached']);
  expect(refusedBy(askToReattach(attached, wishes('app_2', { extensions: ['ext'] })))).toEqual([
    'unsupported',
    'portable.other-extensions',
  ]);
});

test('prefixes are those of the image and its extensions, where one names any', () => {
  const all = host([image('app_1'), extension('ext', '1', { PORTABLE_PREFIXES: 'web db -x a@b' }), image('app')]);
  expect(changeOf(askToAttach(all, wishes('app_1')))).toMatchObject({ do: 'attach', prefixes: [], profile: 'default' });
  const web = { ...image('web'), release: { ID: 'testos', VERSION_ID: '1' } };
  const on = host([...all.images, web]);
  expect(changeOf(askToAttach(on, wishes('web', { extensions: ['ext'] })))).toMatchObject({ prefixes: ['web', 'db'] });
});

const { undo, step } = PORTABLE_CHANGES.attachment;

test('each is taken back by what was before', () => {
  const before = host([image('app_1'), image('app_2'), extension('ext', '1')], [attachment(['app_1', 'ext'])]);
  const was = { name: 'app_1', extensions: ['ext'], profile: 'strict', runtime: false, now: true, atBoot: true };
  const detach = changeOf(askToDetach(before, 'app_1', true));
  expect(step(detach)).toMatchObject({ verb: 'detach-portable', name: 'app_1', now: true });
  expect(undo(detach)).toMatchObject({ to: 'change', change: { do: 'attach', ...was } });

  const reattach = changeOf(askToReattach(before, wishes('app_2', { now: true, profile: 'default' })));
  expect(step(reattach)).toMatchObject({ verb: 'reattach-portable', name: 'app_2', profile: 'default', atBoot: true });
  expect(undo(reattach)).toMatchObject({ to: 'change', change: { do: 'reattach', ...was, was: { name: 'app_2' } } });

  const attach = changeOf(askToAttach(host(before.images), wishes('app_1', { runtime: true })));
  expect(step(attach)).toMatchObject({ verb: 'attach-portable', runtime: true, extensions: [] });
  expect(undo(attach)).toMatchObject({ to: 'change', change: { do: 'detach', name: 'app_1', now: true } });
});

test('what is attached of an image that is gone can be detached, and does not come back', () => {
  const left = host([], [attachment(['app_1'], { gone: ['/var/lib/portables/app_1.raw'], profile: null })]);
  const detach = changeOf(askToDetach(left, 'app_1', true));
  expect(detach).toMatchObject({ do: 'detach', was: null });
  expect(undo(detach)).toBe(null);
});

test('an image anew keeps its profile, unless that is gone', () => {
  const anew = (profile: string | null) =>
    changeOf(askToReattach(host([image('app')], [attachment(['app'], { profile })]), wishes('app'))).profile;
  expect([anew('strict'), anew('lost'), anew(null)]).toEqual(['strict', 'default', 'default']);
});
