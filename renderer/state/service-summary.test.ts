import { expect, test } from 'vitest';
import type { Service, ServiceReport } from '../../shared/model/service.ts';
import { summaryLookup } from './service-summary.ts';

const service = (name: string, extension: string | null, status: Service['status'], why = 'service.runs') =>
  ({
    ...{ name, extension, class: 'sysext', status, canStart: status === 'stopped' },
    message: { id: why, values: {}, text: why },
  }) as unknown as Service;

test('of the services of an extension the worst is told, with how many of each', () => {
  const services = [
    service('a.service', 'tool', 'running'),
    service('b.service', 'tool', 'failed'),
    service('c.service', 'tool', 'left-over'),
    service('d.service', 'other', 'stopped'),
  ];
  const report: ServiceReport = { services, problem: null };
  const summaryOf = summaryLookup(report);
  expect(summaryOf({ class: 'sysext', name: 'tool' })).toMatchObject({ worst: 'failed', failed: 1, leftOver: 1 });
  expect(summaryOf({ class: 'sysext', name: 'other' })).toMatchObject({ worst: 'stopped', failed: 0, leftOver: 0 });
  expect(summaryOf({ class: 'sysext', name: 'none' })).toBeNull();
  expect(summaryOf({ class: 'confext', name: 'tool' })).toBeNull();
});

test('who asks again of the same report gets the same answer, and of another one another', () => {
  const report: ServiceReport = { services: [service('a.service', 'tool', 'running')], problem: null };
  const summaryOf = summaryLookup(report);
  expect(summaryLookup(report)).toBe(summaryOf);
  expect(summaryLookup({ ...report })).not.toBe(summaryOf);
  expect(summaryLookup(null)).toBe(summaryLookup(null));
  expect(summaryLookup(null)({ class: 'sysext', name: 'tool' })).toBeNull();
});

test('what a target wants and nobody started waits; what nothing asks for, and what ended by itself, does not', () => {
  const services = [
    service('dropped.service', 'tool', 'stopped', 'service.was-dropped-at-boot'),
    service('unread.service', 'tool', 'stopped', 'service.systemd-has-not-read-that-it-is-wanted'),
    service('calm.service', 'tool', 'stopped', 'service.nothing-asks-for-it'),
    service('ended.service', 'tool', 'stopped', 'service.ended-by-itself'),
    service('runs.service', 'tool', 'running'),
  ];
  const waiting = summaryLookup({ services, problem: null })({ class: 'sysext', name: 'tool' })?.waiting;
  expect(waiting).toEqual(['dropped.service', 'unread.service']);
});
