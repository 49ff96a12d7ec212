/** Pins and holds against what systemd-sysupdate does by itself: its updates, the timer of 262, its cleanup. */
import { expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { type Bed, test } from './bed.ts';

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';

const sh = ({ machine }: Bed, script: string) => machine.run('sh', '-c', script);
const put = (bed: Bed, path: string, text: string) =>
  sh(bed, `mkdir -p "$(dirname ${path})" && cat > ${path} <<'END'\n${text}\nEND`);
const names = (bed: Bed, folder: string) => sh(bed, `ls ${folder}`).stdout.split('\n').filter(Boolean);
const link = (bed: Bed, path: string) => sh(bed, `readlink ${path}`).stdout.trim().split('/').at(-1);
const publish = (bed: Bed, name: string) => sh(bed, `mkdir -p /srv/source && echo ${name} > /srv/source/${name}`);

/** What the timer of each systemd does: 262 takes all components and cleans up, 257 each that it is told. */
function update(bed: Bed, suite: string, components: readonly string[]): void {
  if (suite === 'sid') bed.machine.run(SYSUPDATE, '--component-all', '--cleanup=yes', 'update');
  else for (const component of components) bed.machine.run(SYSUPDATE, `--component=${component}`, 'update');
}

/** Of the publishers: a stream of Flatcar's bakery, which leaves the names to the source. */
const STREAM = `[Transfer]
Verify=false
[Source]
Type=regular-file
Path=/srv/source
MatchPattern=k-v1.32.@v.raw
[Target]
InstancesMax=2
Type=regular-file
Path=/opt/extensions/k
CurrentSymlink=/etc/extensions/k.raw`;

test('a pin beside a transfer file of somebody else holds, in a stream too', async ({ bed, suite }) => {
  put(bed, '/etc/sysupdate.k.d/k.transfer', STREAM);
  sh(bed, 'mkdir -p /opt/extensions/k /etc/extensions; rm -rf /srv/source');
  publish(bed, 'k-v1.32.1.raw');
  update(bed, suite, ['k']);
  expect(link(bed, '/etc/extensions/k.raw')).toBe('k-v1.32.1.raw');
  expect(bed.veneer('pin', 'k', 'v1.32.1')).toMatchObject({ status: 0 });
  for (const version of ['2', '3', '10']) {
    publish(bed, `k-v1.32.${version}.raw`);
    update(bed, suite, ['k']);
  }
  expect(names(bed, '/opt/extensions/k')).toContain('k-v1.32.1.raw');
  // 257 has no switch for a component: it goes on, and leaves the pinned one.
  expect(link(bed, '/etc/extensions/k.raw')).toBe(suite === 'sid' ? 'k-v1.32.1.raw' : 'k-v1.32.10.raw');
  const [row] = contentOfAnswer(bed.veneer('update', '--check', '--json').stdout) as {
    stream: string;
    pinned: string;
  }[];
  expect(row).toMatchObject({ stream: 'v1.32.', pinned: 'v1.32.1', problem: null });
  expect(bed.veneer('unpin', 'k')).toMatchObject({ status: 0 });
  expect(names(bed, '/etc | grep sysupdate')).toEqual(['sysupdate.k.d']);
  expect(names(bed, '/etc/sysupdate.k.d')).toEqual(['k.transfer']);
  publish(bed, 'k-v1.32.11.raw');
  update(bed, suite, ['k']);
  expect(link(bed, '/etc/extensions/k.raw')).toBe('k-v1.32.11.raw');
  publish(bed, 'k-v1.32.12.raw');
  update(bed, suite, ['k']);
  expect(names(bed, '/opt/extensions/k')).toEqual(['k-v1.32.11.raw', 'k-v1.32.12.raw']);
});

test('a pin holds where only a drop-in says which extension it is', async ({ bed, suite }) => {
  const transfer = STREAM.replace('k-v1.32.@v.raw', 'd4-@v.raw').replace('/opt/extensions/k', '/opt/extensions/d4');
  put(bed, '/etc/sysupdate.d4.d/a.transfer', transfer.replace('extensions/k.raw', 'extensions/other.raw'));
  put(bed, '/usr/lib/sysupdate.d4.d/a.transfer.d/10-link.conf', '[Target]\nCurrentSymlink=/etc/extensions/d4.raw');
  sh(bed, 'mkdir -p /opt/extensions/d4 /etc/extensions; rm -rf /srv/source');
  publish(bed, 'd4-1.raw');
  update(bed, suite, ['d4']);
  expect(link(bed, '/etc/extensions/d4.raw')).toBe('d4-1.raw');
  expect(bed.veneer('pin', 'd4', '1')).toMatchObject({ status: 0 });
  for (const version of ['2', '3', '10']) {
    publish(bed, `d4-${version}.raw`);
    update(bed, suite, ['d4']);
  }
  expect(names(bed, '/opt/extensions/d4')).toContain('d4-1.raw');
});

/** The helper writes for https only; the file is pointed at a folder afterwards. */
function follow(bed: Bed): void {
  const request = {
    protocol: sh(bed, 'grep -o "veneer-helper-protocol-[0-9]*" /usr/libexec/veneer/helper | head -1').stdout.trim(),
    root: '/',
    class: 'sysext',
    name: 'foo',
    url: 'https://images.example/foo/',
    patterns: ['foo-@v-%w.raw'],
    verify: false,
    store: '/var/lib/extensions.d',
    keep: 1,
  };
  const made = bed.machine.run('/usr/libexec/veneer/helper', 'write-transfer-unverified', JSON.stringify(request));
  expect(made.stdout).toContain('Wrote');
  sh(
    bed,
    `sed -i 's,^Type=url-file,Type=regular-file,; s,https://images.example/foo/,/srv/source,; s, foo-@v-%w.raw, foo-@v-%w.raw,; s,=foo-@v-%w-%a.raw ,=,' /etc/sysupdate.foo.d/50-veneer.transfer`,
  );
}

test('a pinned version outlasts a new OS release and its cleanup, and so do those of the old', async ({
  bed,
  suite,
}) => {
  const release = bed.machine.run('cat', '/usr/lib/os-release').stdout;
  const run = (version: string) =>
    sh(
      bed,
      `sed 's/^VERSION_ID=.*//' /usr/lib/os-release > /tmp/os; echo VERSION_ID=${version} >> /tmp/os; cp /tmp/os /usr/lib/os-release`,
    );
  const store = '/var/lib/extensions.d/foo';
  try {
    sh(bed, 'rm -rf /srv/source');
    run('43');
    follow(bed);
    publish(bed, 'foo-1.0-43.raw');
    update(bed, suite, ['foo']);
    expect(names(bed, store)).toEqual(['foo-1.0-43.raw']);
    // As Veneer names it; systemd calls it 1.0.
    expect(bed.veneer('pin', 'foo', '1.0-43')).toMatchObject({ status: 0 });
    for (const version of ['2.0', '3.0', '4.0']) {
      publish(bed, `foo-${version}-43.raw`);
      update(bed, suite, ['foo']);
    }
    expect(names(bed, store)).toContain('foo-1.0-43.raw');
    bed.machine.run(SYSUPDATE, '--component=foo', 'vacuum');
    expect(names(bed, store)).toContain('foo-1.0-43.raw');
    expect(bed.veneer('unpin', 'foo')).toMatchObject({ status: 0 });
    update(bed, suite, ['foo']);
    expect(link(bed, '/var/lib/extensions/foo.raw')).toBe('foo-4.0-43.raw');
    const before = names(bed, store);
    run('44');
    publish(bed, 'foo-4.0-44.raw');
    update(bed, suite, ['foo']);
    expect(names(bed, store)).toEqual([...before, 'foo-4.0-44.raw'].sort());
    expect(link(bed, '/var/lib/extensions/foo.raw')).toBe('foo-4.0-44.raw');
  } finally {
    sh(bed, `cat > /usr/lib/os-release <<'END'\n${release}END`);
  }
});

test('held is held against every update, and not following deletes nothing', async ({ bed, suite }) => {
  sh(bed, 'rm -rf /srv/source');
  follow(bed);
  const version = sh(bed, '. /usr/lib/os-release; echo $VERSION_ID').stdout.trim();
  const image = (number: number) => `foo-${number}.0-${version}.raw`;
  publish(bed, image(1));
  update(bed, suite, ['foo']);
  expect(bed.veneer('hold', 'foo')).toMatchObject({ status: 0 });
  publish(bed, image(2));
  update(bed, suite, ['foo']);
  if (suite === 'sid') {
    expect(names(bed, '/var/lib/extensions.d/foo')).toEqual([image(1)]);
    expect(bed.machine.run(SYSUPDATE, '--component=foo', 'update').status).not.toBe(0);
  }
  expect(bed.veneer('unpin', 'foo')).toMatchObject({ status: 0 });
  update(bed, suite, ['foo']);
  expect(link(bed, '/var/lib/extensions/foo.raw')).toBe(image(2));
  expect(bed.veneer('unfollow', 'foo')).toMatchObject({ status: 0 });
  bed.machine.run(SYSUPDATE, '--component=foo', 'cleanup');
  bed.machine.run(SYSUPDATE, '--component-all', '--cleanup=yes', 'update');
  expect(names(bed, '/var/lib/extensions.d/foo')).toContain(image(2));
  expect(names(bed, '/etc | grep sysupdate')).toEqual([]);
});
