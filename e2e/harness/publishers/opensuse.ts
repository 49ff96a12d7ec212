/** openSUSE's extensions for MicroOS, beside its OS images (openSUSE/sysextmgr 1.3: README.md, sysextmgr.conf.example, src/images-list.c). */
import { gzipSync } from 'node:zlib';
import type { Scratch } from '../scratch.ts';
import { publishedImage, sumsOf } from './image.ts';
import type { Host } from './internet.ts';

/** The snapshot of the OS that fits. */
export const SNAPSHOT = '20260720';
/** One of those that others run. */
const MIRROR = 'ftp.gwdg.de';
/** What both serve, in the scratch folder. */
export const FOLDER = 'opensuse/tumbleweed/appliances';

const BUILDS = [
  ['debug', '29.1', SNAPSHOT],
  ['debug', '29.0', '20260601'],
  ['k3s-1.31.5+k3s1', '29.1', SNAPSHOT],
  ['gcc', '30.3', '20260304'],
] as const;

export function opensuse(scratch: Scratch): Host[] {
  const files = new Map<string, Buffer>();
  for (const [name, version, snapshot] of BUILDS) {
    const stem = `${name}-${version}.x86-64`;
    const fields = {
      ID: 'opensuse-microos',
      VERSION_ID: snapshot,
      SYSEXT_ID: name,
      SYSEXT_VERSION_ID: version,
      SYSEXT_SCOPE: 'system',
      ARCHITECTURE: 'x86-64',
    };
    const release = Object.entries(fields).map(([key, value]) => `${key}=${value}\n`);
    // mkosi names the release file after the whole file, as its Output= is.
    files.set(
      `${stem}.sysext.raw`,
      publishedImage(scratch, { name: stem, release: release.join(''), form: 'squashfs' }),
    );
    const manifest = { manifest_version: 1, config: { name, version }, packages: [], extension: fields };
    files.set(`${stem}.manifest.gz`, gzipSync(JSON.stringify(manifest)));
  }
  for (const name of [
    'openSUSE-MicroOS.x86_64-Default-SelfInstall.raw.xz',
    'openSUSE-Tumbleweed-Minimal-VM.x86_64-Cloud.qcow2',
    'plain-disk-1.0.x86-64.raw',
    'uki-rescue-29.1.x86-64.sysext.raw',
  ]) {
    files.set(name, Buffer.from(`not an extension: ${name}`));
  }
  for (const [name, bytes] of files) scratch.put(`${FOLDER}/${name}`, bytes);
  scratch.put(`${FOLDER}/SHA256SUMS`, sumsOf(files));
  const root = `root ${scratch.path}/opensuse;`;
  // Images lead to a mirror that has them, hashes never do (en.opensuse.org/openSUSE:Mirrors; openSUSE/MirrorCache: README.md).
  const toMirror = `location ~ \\.raw(\\.xz)?$ { return 302 https://${MIRROR}/pub/opensuse$request_uri; }`;
  return [
    { name: 'download.opensuse.org', rules: `${root}\n    autoindex on;\n    ${toMirror}` },
    { name: MIRROR, rules: `location /pub/opensuse/ { alias ${scratch.path}/opensuse/; }` },
  ];
}
