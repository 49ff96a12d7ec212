/** OCI layouts as publishers write them, made by hand so that each can hold what is to be tried. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

export interface Layout {
  /** An artifact with files, as oras pushes them. */
  artifact(files: Readonly<Record<string, Buffer>>): Descriptor;
  /** A container image of layers, the lowest first. */
  image(architecture: string, layers: readonly Buffer[]): Descriptor;
  /** The same for several machines. */
  index(images: Readonly<Record<string, Descriptor>>): Descriptor;
  /** Pushes it with skopeo, which is somebody else's client. @param to `HOST/REPOSITORY:TAG` */
  push(what: Descriptor, to: string): void;
}

/** @param name of its folder */
export function makeLayout(scratch: Scratch, name: string): Layout {
  const put = (bytes: Buffer, mediaType: string, more: Partial<Descriptor> = {}): Descriptor => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    scratch.put(`${name}/blobs/sha256/${hash}`, bytes);
    return { mediaType, digest: `sha256:${hash}`, size: bytes.length, ...more };
  };
  const putJson = (value: object, mediaType: string) => put(Buffer.from(JSON.stringify(value)), mediaType);
  const manifest = (config: Descriptor, layers: readonly Descriptor[]) =>
    putJson({ schemaVersion: 2, mediaType: MANIFEST, config, layers }, MANIFEST);
  return {
    artifact: (files) =>
      manifest(
        putJson({}, 'application/vnd.oci.empty.v1+json'),
        Object.entries(files).map(([title, bytes]) =>
          put(bytes, 'application/octet-stream', { annotations: { 'org.opencontainers.image.title': title } }),
        ),
      ),
    image(architecture, layers) {
      const ids = layers.map((layer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`);
      const config = { architecture, os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: ids } };
      return manifest(
        putJson(config, 'application/vnd.oci.image.config.v1+json'),
        layers.map((layer) => put(gzipSync(layer), 'application/vnd.oci.image.layer.v1.tar+gzip')),
      );
    },
    index: (images) =>
      putJson(
        {
          schemaVersion: 2,
          mediaType: INDEX,
          manifests: Object.entries(images).map(([architecture, one]) => ({
            ...one,
            platform: { os: 'linux', architecture },
          })),
        },
        INDEX,
      ),
    push(what, to) {
      const annotations = { 'org.opencontainers.image.ref.name': 'it' };
      scratch.put(`${name}/oci-layout`, '{"imageLayoutVersion":"1.0.0"}');
      scratch.put(`${name}/index.json`, JSON.stringify({ schemaVersion: 2, manifests: [{ ...what, annotations }] }));
      const flags = ['--insecure-policy', 'copy', '--all', '--preserve-digests', '--dest-tls-verify=false'];
      run('skopeo', [...flags, `oci:${join(scratch.path, name)}:it`, `docker://${to}`]);
    },
  };
}

/** A layer by GNU tar. @param files with their content by their path; `-> PATH` makes a symlink, `== PATH` a hard link */
export function layerOf(scratch: Scratch, name: string, files: Readonly<Record<string, string | Buffer>>): Buffer {
  const folder = join(scratch.path, 'layers', name);
  for (const [path, content] of Object.entries(files)) {
    const [, kind, target = ''] = typeof content === 'string' ? (/^(->|==) (.+)$/.exec(content) ?? []) : [];
    if (kind === undefined) scratch.put(`layers/${name}/${path}`, content);
    else {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      run('ln', [kind === '->' ? '-s' : '-f', kind === '->' ? target : join(folder, target), join(folder, path)]);
    }
  }
  const packed = join(scratch.path, 'layers', `${name}.tar`);
  run('tar', [
    '--create',
    '--file',
    packed,
    '--format=pax',
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--mtime=@0',
    '-C',
    folder,
    '.',
  ]);
  return readFileSync(packed);
}
