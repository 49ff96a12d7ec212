import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratchPerTest } from '../../e2e/harness/per-test.ts';
import { createTold } from './told.ts';

const scratch = makeScratchPerTest('told');
const problems: Error[] = [];
const open = () => createTold(scratch.path, (problem) => problems.push(problem));

test('each thing is told once on each host, also by another process', () => {
  expect(open().tellOnce('/', ['a', 'b'])).toEqual(['a', 'b']);
  expect(open().tellOnce('/', ['b', 'c'])).toEqual(['c']);
  expect(open().tellOnce('/tree', ['a'])).toEqual(['a']);
});

test('what is kept has a bound, and what is none of ours is passed over', () => {
  const many = Array.from({ length: 400 }, (_, at) => `update ${at}`);
  expect(open().tellOnce('/', [...many, 'x'.repeat(2000)])).toHaveLength(401);
  const kept = JSON.parse(readFileSync(join(scratch.path, 'told.json'), 'utf8')) as { hosts: [{ told: string[] }] };
  expect(kept.hosts[0].told).toEqual(many.slice(-300));
  scratch.put('told.json', '{"hosts":[7,{"root":"/","told":[1,"a"]},{"told":["b"]}]}');
  expect(open().tellOnce('/', ['a', 'b'])).toEqual(['b']);
});

test('what cannot be remembered is said, and told once by this process', () => {
  mkdirSync(join(scratch.path, 'told.json'));
  const told = open();
  expect(told.tellOnce('/', ['a'])).toEqual(['a']);
  expect(told.tellOnce('/', ['a'])).toEqual([]);
  expect(problems.splice(0)).not.toEqual([]);
});
