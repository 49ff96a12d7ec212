import { expect, test } from 'vitest';
import { streamPattern } from '../sysupdate/transfer.ts';
import { streamsOf } from './stream.ts';

test('the streams of a version, each of which a pattern can follow', () => {
  expect(streamsOf('v1.32.13')).toEqual(['v1.32.*', 'v1.*']);
  expect(streamsOf('v1.32.1+k3s1')).toEqual(['v1.32.*', 'v1.*']);
  expect(streamsOf('2.2.1-4.fc44-44')).toEqual(['2.2.*', '2.*']);
  expect(streamsOf('1.2.3.4.5')).toEqual(['1.2.*', '1.*']);
  expect(streamsOf('29.1')).toEqual(['29.*']);
  for (const version of ['7', '', 'latest', '2024-01', '0.9fc62e5c3840x']) {
    for (const stream of streamsOf(version)) expect(streamPattern('tool-@v.raw', 'tool', stream)).not.toBe(null);
  }
  expect(streamsOf('7')).toEqual([]);
  expect(streamPattern('tool-@v-%a.raw', 'tool', streamsOf('v1.32.13')[0] ?? '')).toBe('tool-v1.32.@v-%a.raw');
});
