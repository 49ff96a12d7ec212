import { expect, test } from 'vitest';
import { EFFECT_RULES, type EffectFacts, effectOf, kindOfPath, type TouchKind } from './effect.ts';

const NOTHING: EffectFacts = { kinds: [], mapped: [], unseenProcesses: 0, unread: [], takesAway: false };
const brings = (path: string): EffectFacts => ({
  ...NOTHING,
  kinds: [{ kind: kindOfPath(path) as TouchKind, name: 'tool', path: `/${path}` }],
});

test.each([
  ['usr/lib/modules/6.12.0/extra/nvidia.ko.zst', 'reboot', 'modprobe'],
  ['usr/lib/udev/rules.d/70-tool.rules', 'reboot', 'udevadm trigger'],
  ['usr/lib/udev/hwdb.d/70-tool.hwdb', 'unknown', 'systemd-hwdb update'],
  ['usr/share/dbus-1/system.d/org.tool.conf', 'service', 'systemctl reload dbus'],
  ['usr/share/dbus-1/system-services/org.tool.service', 'service', 'systemctl reload dbus'],
  ['usr/share/polkit-1/actions/org.tool.policy', 'service', 'polkit'],
  ['usr/lib/sysusers.d/tool.conf', 'unknown', 'systemd-sysusers'],
  ['usr/lib/tmpfiles.d/tool.conf', 'reboot', 'systemd-tmpfiles --create'],
  ['usr/lib/sysctl.d/50-tool.conf', 'unknown', 'does not wait'],
  ['etc/systemd/user/tool.service', 'login', 'next login'],
] as const)('%s takes effect: %s', (path, kind, said) => {
  const effect = effectOf(brings(path));
  expect(effect.kind).toBe(kind);
  expect(effect.reasons.map(({ text }) => text).join()).toContain(said);
  expect(effect.reasons[0]?.text).toContain(`/${path}`);
});

test('what is read each time takes effect at once', () => {
  for (const path of ['usr/bin/tool', 'usr/lib/modules/6.12.0/modules.dep', 'usr/share/doc/udev/rules.d/a.rules'])
    expect(kindOfPath(path), path).toBeNull();
  expect(effectOf(NOTHING)).toEqual({ kind: 'live', reasons: [] });
});

test('a program that runs goes on with the files as they were, and PID 1 until the next start', () => {
  const mapped = (pid: number, name: string) => ({
    ...NOTHING,
    mapped: [{ path: '/usr/lib/libtool.so.1', processes: [{ pid, name }] }],
  });
  const service = effectOf(mapped(42, 'toold'));
  expect(service.kind).toBe('service');
  expect(service.reasons[0]?.text).toContain('toold (42)');
  expect(effectOf(mapped(1, 'systemd')).kind).toBe('reboot');
});

test('what cannot be seen is said, and decides only where something goes', () => {
  expect(effectOf({ ...NOTHING, unseenProcesses: 7 }).reasons).toEqual([]);
  const taking = effectOf({ ...NOTHING, unseenProcesses: 7, takesAway: true });
  expect([taking.kind, taking.reasons[0]?.text]).toEqual(['live', 'What 7 processes run only root may see.']);
  expect(effectOf({ ...NOTHING, unread: ['tool'] }).kind).toBe('unknown');
});

test('of several reasons the one that needs most decides, and comes first', () => {
  const all = EFFECT_RULES.map(({ kind }) => ({ kind, name: 'tool', path: `/${kind}` }));
  const effect = effectOf({ ...NOTHING, kinds: all });
  expect(effect.kind).toBe('reboot');
  expect(effect.reasons).toHaveLength(EFFECT_RULES.length);
  expect(effect.reasons[0]?.id).toBe('diagnosis.effect-module');
});
