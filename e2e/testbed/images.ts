/** The images that the booted systems work with: an extension `tool` in several forms and versions. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../harness/programs.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';

const MIB = 1024 * 1024;
/** Discoverable Partitions Specification: the root of this architecture. */
const ROOT_X86_64 = '4f68bce3-e8cd-4db1-96e7-fbcaf984b709';

export interface NewImage {
  readonly name: string;
  readonly version?: string;
  /** More lines of the release file. */
  readonly release?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly form?: 'squashfs' | 'erofs' | 'disk';
}

/** Makes `NAME-VERSION.raw` with a program NAME that prints its version. @returns the path of the image */
export function makeImage(scratch: Scratch, { name, version = '1', release = '', files = {}, form }: NewImage): string {
  const sources = `sources-${version}`;
  putExtension(scratch, sources, name, `ID=_any\nSYSEXT_VERSION_ID=${version}\n${release}`, files);
  scratch.put(`${sources}/${name}/usr/bin/${name}`, `#!/bin/sh\necho ${name} ${version}\n`, 0o755);
  const source = join(scratch.path, sources, name);
  const image = join(scratch.path, `${name}-${version}.raw`);
  if (form === 'erofs' || form === 'disk') run('mkfs.erofs', ['--quiet', '-zlz4hc', image, source]);
  else makeSquashfs(source, image);
  if (form === 'disk') intoDisk(image);
  return image;
}

/** Wraps a file system into a disk image with one partition. */
function intoDisk(image: string): void {
  const content = readFileSync(image);
  const sectors = Math.ceil(content.length / 512);
  truncateSync(image, 0);
  truncateSync(image, sectors * 512 + 2 * MIB);
  run('sfdisk', ['--quiet', image], {
    input: `label: gpt\nstart=2048, size=${sectors}, type=${ROOT_X86_64}, name=root\n`,
  });
  const disk = readFileSync(image);
  content.copy(disk, MIB);
  writeFileSync(image, disk);
}
