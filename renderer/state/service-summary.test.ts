import { expect, test } from 'vitest';
import type { Service, ServiceReport } from '../../shared/model/service.ts';
import { summariesOf } from './service-summary.ts';

const service = (name: string, extension: string | null, status: Service['status']) =>
  ({ name, extension, class: 'sysext', status }) as unknown as Service;

test('of the services of an extension the worst is told, with how many of each', () => {
  const services = [
    service('a.service', 'tool', 'running'),
    service('b.service', 'tool', 'failed'),
    service('c.service', 'tool', 'left-over'),
    service('d.service', 'other', 'stopped'),
  ];
  const summaries = summariesOf({ services, problem: null } as ServiceReport);
  expect(summaries.get('sysext/tool')).toMatchObject({ worst: 'failed', failed: 1, leftOver: 1 });
  expect(summaries.get('sysext/other')).toMatchObject({ worst: 'stopped', failed: 0, leftOver: 0 });
  expect(summaries.get('sysext/none')).toBeUndefined();
  expect(summariesOf(null).size).toBe(0);
});
