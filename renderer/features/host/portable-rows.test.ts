/** Which lines portable services make; the states are those of portablectl list (portablectl(1)). */
import { expect, test } from 'vitest';
import type { Attachment, PortableImage } from '../../../shared/model/portable.ts';
import { portableRows } from './portable-rows.ts';

const image = (name: string, state: PortableImage['state'], units: readonly string[] = []) =>
  ({
    name,
    state,
    realPath: `/var/lib/portables/${name}`,
    units: units.map((unit) => ({ name: unit, matches: unit.startsWith('app') })),
  }) as unknown as PortableImage;
const attachment = (images: readonly string[], failed = false, running = false) =>
  ({
    image: `/var/lib/portables/${images[0]}`,
    extensions: images.slice(1).map((name) => `/var/lib/portables/${name}`),
    units: [{ name: 'app.service', failed, running }],
  }) as unknown as Attachment;
const rows = (images: PortableImage[], attached: Attachment[]) =>
  portableRows({ images, attached, profiles: [], problems: [], architecture: 'x86-64', findings: [] });

test('an image brings the units that count, and what is attached those that came of it', () => {
  expect(rows([image('app', 'detached', ['app.service', 'other.service'])], [])).toMatchObject([
    { state: 'detached', attached: null, units: ['app.service'] },
  ]);
  expect(rows([image('app', 'running')], [attachment(['app'], false, true)])).toMatchObject([
    { state: 'running', units: ['app.service'] },
  ]);
});

test('a failure counts before the state of portablectl; an extension says what it is on', () => {
  const found = rows([image('app', 'attached'), image('ext', 'attached')], [attachment(['app', 'ext'], true)]);
  expect(found).toMatchObject([
    { name: 'app', state: 'failed', on: [] },
    { name: 'ext', state: 'attached', attached: null, on: ['app'] },
  ]);
});

test('what is attached of an image that is gone has a line; where another version is attached, this one is not', () => {
  expect(rows([], [attachment(['app'])])).toMatchObject([{ name: 'app', image: null, state: 'attached' }]);
  expect(rows([image('app_2', 'attached')], [attachment(['app_1'])])).toMatchObject([
    { name: 'app_2', attached: null, state: 'detached', instead: 'app_1', on: [] },
    { name: 'app_1', image: null, instead: null },
  ]);
  expect(rows([image('ext_2', 'attached')], [attachment(['app', 'ext_1'])])).toMatchObject([
    { name: 'ext_2', state: 'detached', instead: null, on: [] },
    { name: 'app' },
  ]);
});
