/** What Veneer makes of transfer files, against the real systemd-sysupdate, on fresh random patterns and file names. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'playwright/test';
import { compareVersions } from '../../shared/version.ts';
import { test } from './bed.ts';

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';
const COMPONENTS = 60;
const FILES = 12;

const literal = fc.stringMatching(/^[a-z0-9._-]{1,4}$/);
const wildcard = fc.constantFrom('@s', '@m', '@t', '@h', '@d', '@l', '@r');
/** A pattern with one version and perhaps another wildcard, which literals keep apart. */
const pattern = fc
  .tuple(literal, literal, fc.option(fc.tuple(wildcard, literal)), fc.boolean())
  .map(([start, between, more, isFirst]) => {
    const parts = more === null ? ['@v'] : isFirst ? ['@v', between, more[0]] : [more[0], between, '@v'];
    return `${start}${parts.join('')}${more?.[1] ?? between}`;
  });
const version = fc.stringMatching(/^[0-9a-zA-Z.,~^+_-]{1,6}$/);
const value: Readonly<Record<string, fc.Arbitrary<string>>> = {
  '@v': version,
  '@s': fc.stringMatching(/^[0-9]{1,5}$/),
  '@m': fc.stringMatching(/^[0-7]{3}$/),
  '@t': fc.stringMatching(/^[0-9]{16}$/),
  '@h': fc.stringMatching(/^[0-9a-f]{64}$/),
  '@d': fc.stringMatching(/^[+-]?[0-9]{1,3}$/),
  '@l': fc.stringMatching(/^[+-]?[0-9]{1,3}$/),
  '@r': fc.constantFrom('0', '1'),
};
/** Names that fit a pattern, and some that nearly do. */
const nameFor = (text: string) =>
  fc
    .tuple(
      ...text.split(/(@.)/).map((part) => value[part] ?? fc.constant(part)),
      fc.constantFrom('', '', '', 'x', '.', '-'),
    )
    .map((parts) => parts.join(''))
    .filter((name) => name.length < 200 && name !== '.' && name !== '..');
const component = pattern.chain((text) =>
  fc.record({ pattern: fc.constant(text), names: fc.uniqueArray(nameFor(text), { minLength: 1, maxLength: FILES }) }),
);

/** Of versions that are equal in systemd's order it lists one, whichever. */
const distinct = (versions: readonly string[]) =>
  versions.filter((one, at) => versions.findIndex((other) => compareVersions(one, other) === 0) === at);

test('random patterns on random names', async ({ bed }) => {
  const seed = Date.now() % 2 ** 31;
  const components = fc.sample(component, { numRuns: COMPONENTS, seed });
  const { machine } = bed;
  const put = (path: string, content: string) => {
    mkdirSync(join(machine.root, path, '..'), { recursive: true });
    writeFileSync(join(machine.root, path), content);
  };
  for (const [at, { pattern: text, names }] of components.entries()) {
    const quoted = text.replaceAll('%', '%%');
    put(
      `etc/sysupdate.c${at}.d/it.transfer`,
      `[Source]\nType=regular-file\nPath=/srv/c${at}\nMatchPattern=${quoted}\n[Target]\nType=regular-file\nPath=/var/lib/extensions.d/c${at}\nMatchPattern=x-@v.raw\nCurrentSymlink=/var/lib/extensions/c${at}.raw\n`,
    );
    for (const name of names) put(`srv/c${at}/${name}`, 'x');
    mkdirSync(join(machine.root, `var/lib/extensions.d/c${at}`), { recursive: true });
  }
  const theirs = components.map((_, at) => {
    const { stdout } = machine.run(SYSUPDATE, `--component=c${at}`, '--json=short', 'list');
    return (JSON.parse(stdout) as { all: string[] }).all;
  });
  // With it away Veneer has to find them itself.
  machine.run('mv', SYSUPDATE, '/root/away');
  try {
    const items = JSON.parse(bed.veneer('update', '--check', '--json').stdout) as {
      name: string;
      versions: string[];
    }[];
    for (const [at, { pattern: text, names }] of components.entries()) {
      const ours = items.find(({ name }) => name === `c${at}`)?.versions ?? [];
      const where = `seed ${seed}, ${text} on ${names.join(' ')}`;
      expect(distinct(ours).length, where).toBe(distinct(theirs[at] ?? []).length);
      for (const version of ours)
        expect(
          theirs[at]?.some((one) => compareVersions(one, version) === 0),
          `${where}: ${version}`,
        ).toBe(true);
    }
  } finally {
    machine.run('mv', '/root/away', SYSUPDATE);
    machine.run('sh', '-c', 'rm -rf /srv/*');
  }
  // One that found nothing at all would agree with nothing.
  expect(theirs.flat().length).toBeGreaterThan(COMPONENTS);
});
