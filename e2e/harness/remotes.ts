/** Remotes of all shapes, with real images in them, for a real server; the known ones stand in `publishers/`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { putExtension, type Scratch } from './scratch.ts';
import { makeSquashfs } from './squashfs.ts';

export interface NewRelease {
  readonly name: string;
  /** What stands in its release file, beside ID=_any unless it says otherwise. */
  readonly release?: string;
  /** Files inside, by their path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Makes an image of an extension. @returns its bytes */
export function imageOf(scratch: Scratch, { name, release = 'ID=_any\n', files = {} }: NewRelease): Buffer {
  const sources = `remote-sources/${createHash('sha256')
    .update(JSON.stringify([name, release, files]))
    .digest('hex')}`;
  putExtension(scratch, sources, name, release, { [`usr/share/${name}`]: release, ...files });
  const image = join(scratch.path, sources, 'image.raw');
  makeSquashfs(join(scratch.path, sources, name), image);
  const bytes = readFileSync(image);
  rmSync(join(scratch.path, sources), { recursive: true });
  return bytes;
}

/** Writes SHA256SUMS over what lies in a folder. @param more lines beside those of its files */
export function writeSums(scratch: Scratch, folder: string, more = ''): void {
  const names = readdirSync(join(scratch.path, folder)).filter((name) => !name.startsWith('SHA256SUMS'));
  const lines = names.sort().map((name) => `${hashOf(readFileSync(join(scratch.path, folder, name)))}  ${name}\n`);
  scratch.put(`${folder}/SHA256SUMS`, lines.join('') + more);
}

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** One folder of images for two architectures, with transfer files beside them, as anybody may serve. */
export function makeBakery(scratch: Scratch, folder: string): void {
  for (const version of ['1.0', '2.0', '10.0']) {
    for (const architecture of ['x86-64', 'arm64']) {
      const release = `ID=_any\nARCHITECTURE=${architecture}\nSYSEXT_VERSION_ID=${version}\n`;
      scratch.put(
        `${folder}/kubernetes-v${version}-${architecture}.raw`,
        imageOf(scratch, { name: 'kubernetes', release }),
      );
    }
  }
  const flatcar = { name: 'docker', release: 'ID=flatcar\nSYSEXT_LEVEL=1.0\n' };
  scratch.put(`${folder}/docker-24.0.9-x86-64.raw`, imageOf(scratch, flatcar));
  scratch.put(`${folder}/kubernetes.conf`, '[Source]\nType=url-file\n');
  writeSums(scratch, folder);
}

/** A folder for each extension and no list of all, with the release of the OS in the names. */
export function makeFolders(scratch: Scratch, folder: string): void {
  for (const name of ['tree', 'nvidia-driver-580']) {
    const version = name === 'tree' ? '2.2.1-1' : '580.95-2';
    for (const release of ['12', '41']) {
      const bytes = imageOf(scratch, { name, release: `ID=debian\nVERSION_ID=${release}\n` });
      scratch.put(`${folder}/${name}/${name}-${version}.fc${release}-${release}-x86-64.raw`, bytes);
    }
    writeSums(scratch, `${folder}/${name}`);
  }
}

/** As sysextmgr takes them: a manifest beside each image, and the release file inside named after the whole file. */
export function makeSysextmgr(scratch: Scratch, folder: string): void {
  const manifest = (extension: Readonly<Record<string, string>>) =>
    gzipSync(JSON.stringify({ manifest_version: 1, config: {}, packages: [], extension }));
  for (const [stem, fields] of [
    ['debug-29.1.x86-64', { ID: 'debian', VERSION_ID: '12', SYSEXT_SCOPE: 'system' }],
    ['gcc-31.2.x86-64', { ID: 'opensuse-microos', VERSION_ID: '20260304' }],
  ] as const) {
    const release = Object.entries(fields).map(([key, value]) => `${key}=${value}\n`);
    scratch.put(`${folder}/${stem}.sysext.raw`, imageOf(scratch, { name: stem, release: release.join('') }));
    scratch.put(`${folder}/${stem}.manifest.gz`, manifest(fields));
  }
  writeSums(scratch, folder);
}
