import { expect, test } from 'vitest';
import { type Hook, type ServiceFacts, serviceEffects } from './service-effects.ts';

const unit = (name: string) => ({ unit: name, extension: 'tool', class: 'sysext' as const });
const NOTHING: ServiceFacts = {
  gained: [],
  renewed: [],
  lost: [],
  running: new Set(),
  reloads: false,
  restarted: new Set(),
  restarts: new Set(),
  starts: false,
  stops: false,
};
const say = (facts: Partial<ServiceFacts>) =>
  serviceEffects({ ...NOTHING, ...facts }).map(({ what, message }) => `${what}: ${message.text}`);
const gains = (hook: Hook | null | undefined) => [{ ...unit('a.service'), hook }];

test('what comes starts where a target upholds it and systemd reads it, or where it is asked for', () => {
  const upheld = gains({ how: 'upheld', target: 'multi-user.target' });
  const wanted = gains({ how: 'wanted', target: 'multi-user.target' });
  expect(say({ gained: upheld, reloads: true })).toEqual(['starts: a.service will start']);
  expect(say({ gained: upheld })).toEqual([
    'not-started: a.service will not start: nothing has systemd read its unit file',
  ]);
  expect(say({ gained: wanted, reloads: true })).toEqual([
    'not-started: a.service will not start: multi-user.target wants it, but was reached before',
  ]);
  expect(say({ gained: wanted, starts: true })).toEqual(['starts: a.service will start']);
  expect(say({ gained: gains(null), reloads: true, starts: true })).toEqual([
    'not-started: a.service will not start: nothing asks for it',
  ]);
  expect(say({ gained: gains(undefined) })).toEqual(['unknown: Whether a.service will start is not known yet']);
});

test('a service with a socket waits for that', () => {
  const gained = [
    { ...unit('a.service'), hook: null },
    { ...unit('a.socket'), hook: { how: 'upheld', target: 'sockets.target' } as const },
  ];
  expect(say({ gained, reloads: true })).toEqual([
    'on-demand: a.service will start when a.socket asks for it',
    'starts: a.socket will start',
  ]);
});

test('what runs goes on with what it has, and what does not run is no matter', () => {
  const running = new Set(['a.service']);
  const two = [unit('a.service'), unit('b.service')];
  expect(say({ renewed: two, running })).toEqual([
    'goes-on: a.service goes on with the old version until it is restarted',
  ]);
  expect(say({ renewed: two, running, restarted: running })).toEqual(['restarted: systemd restarts a.service']);
  expect(say({ renewed: two, running, restarts: running })).toEqual(['restarted: a.service will be restarted']);
  expect(say({ lost: two, running })).toEqual(['goes-on: a.service goes on running, although its files go']);
  expect(say({ lost: two, running, stops: true })).toEqual(['stopped: a.service will be stopped']);
  expect(say({ renewed: [unit('a.service')], running: null })).toEqual([
    'goes-on: a.service, if it runs, goes on with the old version until it is restarted',
  ]);
});

// What is named is started where it does not run (measured on a booted 262, restarts.system.ts), and stopped where its file is
// gone (from its sources).
test('what systemd itself restarts after a merge starts with it, and is stopped when its files go', () => {
  const named = new Set(['a.service']);
  expect(say({ gained: gains(null), restarted: named })).toEqual(['starts: a.service will start']);
  expect(say({ renewed: [unit('a.service')], running: new Set(), restarted: named })).toEqual([
    'starts: a.service will start',
  ]);
  expect(say({ lost: [unit('a.service')], running: named, restarted: named })).toEqual([
    'stopped: a.service will be stopped',
  ]);
});
