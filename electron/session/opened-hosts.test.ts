/** The trees and hosts that a person opened, as they stand in a file that others may have written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createOpenedHosts } from './opened-hosts.ts';

let scratch: Scratch;
const said: string[] = [];
beforeEach(() => {
  scratch = makeScratch('opened-hosts');
});
afterEach(() => {
  scratch.remove();
  said.length = 0;
});

const open = () => createOpenedHosts(scratch.path, ({ message }) => said.push(message)).trees;

test('the one that was opened last comes first, and none is there twice', () => {
  open().remember('/a');
  open().remember('/b');
  open().remember('/a');
  expect(open().list()).toEqual(['/a', '/b']);
  open().forget('/a');
  expect(open().list()).toEqual(['/b']);
});

test('those that were opened longest ago go', () => {
  for (let at = 0; at < 25; at++) open().remember(`/tree-${at}`);
  expect(open().list()).toHaveLength(20);
  expect(open().list()[0]).toBe('/tree-24');
  expect(open().list()).not.toContain('/tree-4');
});

test('what is no root of a tree loses itself alone, and what only a newer Veneer knows stays', () => {
  const trees = [
    '/good',
    7,
    null,
    'relative',
    '/',
    '/up/../down',
    `/${'x'.repeat(5000)}`,
    '/zero\0byte',
    '/good',
    '/too',
  ];
  scratch.put('hosts.json', JSON.stringify({ trees, machines: ['of a newer one'] }));
  expect(open().list()).toEqual(['/good', '/too']);
  open().remember('/new');
  expect(JSON.parse(readFileSync(join(scratch.path, 'hosts.json'), 'utf8'))).toMatchObject({
    trees: ['/new', '/good', '/too'],
    machines: ['of a newer one'],
  });
  scratch.put('hosts.json', JSON.stringify({ trees: 'none' }));
  expect(open().list()).toEqual([]);
  expect(said).toEqual([]);
});

test('a file that is no JSON is moved aside and told of', () => {
  scratch.put('hosts.json', '{');
  expect(open().list()).toEqual([]);
  expect(said).toEqual([expect.stringContaining('hosts.json.damaged')]);
});

test('hosts of the fleet are kept beside the trees', () => {
  open().remember('/a');
  const { ofFleet } = createOpenedHosts(scratch.path, ({ message }) => said.push(message));
  ofFleet.remember('core@edge-01:2222');
  ofFleet.remember('nas');
  expect(ofFleet.list()).toEqual(['nas', 'core@edge-01:2222']);
  expect(open().list()).toEqual(['/a']);
});
