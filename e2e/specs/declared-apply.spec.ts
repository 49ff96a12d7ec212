/** A host is held against a file, and made what the file says: once, and then nothing is left to do. */
import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { SOMETHING_NEW } from '../../shared/model/errors.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { installPinned, test } from '../shells/bakery-host.ts';

const SAME = 'This host is as the file declares it.\n';
const LINK = 'var/lib/extensions/kubernetes.raw';

interface Differing {
  readonly what: string;
  readonly name: string;
}

const differencesOf = ({ stdout }: { readonly stdout: string }) =>
  (contentOfAnswer(stdout) as { readonly differences: readonly Differing[] }).differences;

test('what was exported makes a fresh tree the same, and a second time does nothing', ({ host }) => {
  const { scratch, tree, veneer } = host;
  installPinned(host);
  const exported = veneer('export').stdout;
  scratch.put('veneer.yaml', exported);
  const file = join(scratch.path, 'veneer.yaml');
  expect(veneer('diff', file)).toMatchObject({ status: 0, stdout: SAME });

  for (const format of ['butane-flatcar', 'ignition']) {
    scratch.put('host.bu', veneer('export', '--format', format).stdout);
    expect(veneer('diff', join(scratch.path, 'host.bu')), format).toMatchObject({
      status: 0,
      stdout: SAME,
      stderr: '',
    });
  }

  for (const folder of ['var', 'etc']) rmSync(join(tree, folder), { recursive: true });
  expect(differencesOf(veneer('diff', file, '--json'))).toEqual([
    expect.objectContaining({ what: 'extension', name: 'kubernetes', declared: 'v1.0', host: 'not installed' }),
    expect.objectContaining({ what: 'pinned', name: 'kubernetes', declared: 'v1.0', host: 'not pinned' }),
  ]);
  expect(veneer('diff', file).status).toBe(SOMETHING_NEW);
  const shown = veneer('apply', file, '--dry-run');
  expect(shown).toMatchObject({ status: 0, stdout: expect.stringMatching(/^extension +sysext +kubernetes +v1\.0/m) });
  expect(veneer('diff', file).status, 'nothing was done').toBe(SOMETHING_NEW);
  scratch.put(
    'host.bu',
    'variant: fcos\nversion: 1.5.0\nkernel_arguments: {}\nstorage: {directories: [{path: /etc/extensions/x}]}\n',
  );
  expect(veneer('apply', join(scratch.path, 'host.bu'))).toMatchObject({
    status: 0,
    stderr: 'note: not of extensions, and not compared: kernel_arguments\n',
  });

  expect(veneer('apply', file)).toMatchObject({ status: 0 });
  expect(veneer('diff', file)).toMatchObject({ status: 0, stdout: SAME });
  expect(readlinkSync(join(tree, LINK))).toBe('/var/lib/extensions.d/kubernetes/kubernetes-v1.0-x86-64.raw');
  expect(readdirSync(join(tree, 'etc/extensions/kubernetes'))).toEqual([]);
  expect(veneer('export').stdout).toBe(exported);

  const before = lstatSync(join(tree, LINK)).ctimeMs;
  expect(veneer('apply', file)).toMatchObject({ status: 0, stdout: 'Nothing to do.\n' });
  expect(lstatSync(join(tree, LINK)).ctimeMs).toBe(before);
});

test('another version, a switch, a mask and a remote are brought back to what is declared', ({ host }) => {
  const { scratch, tree, web, veneer } = host;
  scratch.put('tree/var/lib/extensions/loose/usr/lib/extension-release.d/extension-release.loose', 'ID=_any\n');
  expect(veneer('remote', 'add', 'bakery', web.url)).toMatchObject({ status: 0 });
  expect(veneer('install', 'kubernetes')).toMatchObject({ status: 0 });
  const newest = readlinkSync(join(tree, LINK));
  const lines = [
    'veneer: 1',
    `remotes: [{name: bakery, url: '${web.url}'}]`,
    'extensions: [{name: kubernetes, version: v1.0, from: bakery}, {name: loose, enabled: false}]',
  ];
  scratch.put('veneer.yaml', lines.join('\n'));
  const file = join(scratch.path, 'veneer.yaml');
  const kinds = () => differencesOf(veneer('diff', file, '--json')).map(({ what, name }) => [what, name]);
  expect(kinds()).toEqual([
    ['version', 'kubernetes'],
    ['enabled', 'loose'],
  ]);
  expect(veneer('apply', file)).toMatchObject({ status: 0 });
  expect(kinds()).toEqual([]);
  expect(readlinkSync(join(tree, LINK))).not.toBe(newest);

  scratch.put('veneer.yaml', ['veneer: 1', 'extensions: [{name: loose}]', 'masks: [{name: kubernetes}]'].join('\n'));
  expect(kinds()).toEqual([
    ['enabled', 'loose'],
    ['masked', 'kubernetes'],
  ]);
  expect(veneer('apply', file)).toMatchObject({ status: 0 });
  expect(kinds()).toEqual([]);
  expect(readdirSync(join(tree, 'etc/extensions'))).toEqual(['kubernetes']);
});

test('what cannot be had changes nothing, and a file that says nothing is refused by its place', ({ host }) => {
  const { scratch, tree, web, veneer } = host;
  expect(veneer('remote', 'add', 'bakery', web.url)).toMatchObject({ status: 0 });
  const apply = (text: string | Buffer) => {
    scratch.put('veneer.yaml', text);
    const ran = veneer('apply', join(scratch.path, 'veneer.yaml'));
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/ {4}at |did not expect/);
    return ran;
  };
  const source = (sha256: string) =>
    `veneer: 1\nextensions:\n  - name: kubernetes\n    source: {url: '${web.url}kubernetes-v1.0-x86-64.raw', sha256: '${sha256}'}\n`;
  expect(apply('veneer: 1\nextensions: [{name: nowhere}]\n')).toMatchObject({ status: 3 });
  expect(apply('veneer: 1\nextensions: [{name: kubernetes, version: v99}]\n')).toMatchObject({ status: 3 });
  expect(apply(source('0'.repeat(64)))).toMatchObject({ status: 22 });
  for (const [text, status, said] of [
    ['veneer: 1\nextensions: [{name: ../../etc/x}]\n', 2, 'line 2, column'],
    ['veneer: 1\nextensions:\n  - nmae: x\n', 2, 'line 3, column 5'],
    ['veneer: [1\n', 2, 'line'],
    ['veneer: 2\n', 2, 'line 1'],
    ['a: &a [x]\nb: *a\n', 2, 'line'],
    [Buffer.alloc(2 * 1024 * 1024, 0x20), 23, 'too large to be read'],
  ] as const) {
    const ran = apply(text);
    expect(ran.status, ran.stderr).toBe(status);
    expect(ran.stderr).toContain(said);
  }
  expect(readdirSync(tree)).toEqual(['usr']);
});
