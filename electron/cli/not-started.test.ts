import { expect, test } from 'vitest';
import { messageOf } from '../../shared/messages/message.ts';
import type { Service } from '../../shared/model/service.ts';
import { notStartedText } from './not-started.ts';

const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  extension: 'tool',
  class: 'sysext',
  status: 'stopped',
  message: messageOf('service.nothing-asks-for-it'),
  since: null,
  pid: null,
  active: 'inactive',
  sub: 'dead',
  load: 'loaded',
  wantedBy: [],
  canStart: true,
  canStop: false,
  ...more,
});

const textOf = (services: readonly Service[], gained = services.map(({ name }) => name)) =>
  notStartedText({ services: [...services], problem: null }, gained).map(({ text }) => text);

test('names what came and was not started, with the command', () => {
  expect(textOf([service('a.service'), service('b.socket')])).toEqual([
    'Not started: a.service, b.socket. To start: systemctl start a.service b.socket',
  ]);
});

test('says nothing of what was there, runs, ran, or waits for something else', () => {
  expect(textOf([service('a.service')], [])).toEqual([]);
  const quiet = [
    service('runs.service', { status: 'running', canStart: false }),
    service('failed.service', { status: 'failed' }),
    service('ended.service', { since: 1000 }),
    service('demand.service', { message: messageOf('service.starts-on-demand', { units: 'demand.socket' }) }),
    service('picky.service', { message: messageOf('service.condition-is-not-met', { condition: 'ConditionHost=x' }) }),
    service('masked.service', { message: messageOf('service.it-is-masked'), canStart: false }),
    service('unknown.service', { status: 'unknown', canStart: false }),
  ];
  expect(textOf(quiet)).toEqual([]);
});

test('an escaped name goes through a shell as it is, and a long list is cut', () => {
  expect(textOf([service('a\\x2db.service')])).toEqual([
    "Not started: a\\x2db.service. To start: systemctl start 'a\\x2db.service'",
  ]);
  const [text = ''] = textOf(Array.from({ length: 20 }, (_, at) => service(`s${at}.service`)));
  expect(text).toContain('s7.service and 12 more, which veneer services names.');
  expect(text).not.toContain('s8.service');
});
