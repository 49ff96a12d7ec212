import { expect, test } from 'vitest';
import { newestTags } from '../../shared/remotes/oci-release.ts';
import { ociArchitecture, ociManifest, ociTags, ociToken } from './oci.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const digest = `sha256:${'a'.repeat(64)}`;
const TAR = 'application/vnd.oci.image.layer.v1.tar';
const blob = (mediaType: string, more: object = {}) => ({ mediaType, digest, size: 5, ...more });
const titled = (title: string) =>
  blob('application/octet-stream', { annotations: { 'org.opencontainers.image.title': title } });

test('what no registry answers is nothing', () => {
  for (const text of ['', 'null', '[]', '<html>', '{"layers":{}}', `${'['.repeat(100_000)}`]) {
    expect(ociManifest(Buffer.from(text))).toBeNull();
    expect(ociTags(Buffer.from(text))).toBeNull();
    expect(ociToken(Buffer.from(text))).toBeNull();
    expect(ociArchitecture(Buffer.from(text))).toBeNull();
  }
  expect(ociTags(json({ tags: ['1.0', '../x', '-a', 7, 'a/b', ''] }))).toEqual(['1.0']);
  expect(ociToken(json({ token: 'a\r\nHost: other' }))).toBeNull();
});

test('a file of an artifact by its title or its type, without the folders of its name', () => {
  const layers = [titled('../../x-1.raw.zst'), blob('application/vnd.sysext.raw+xz'), titled('SHA256SUMS')];
  expect(ociManifest(json({ layers }))).toMatchObject({
    kind: 'files',
    files: [
      { title: 'x-1.raw.zst', packing: 'zst' },
      { title: null, packing: 'xz' },
    ],
  });
});

test('layers are taken all or not at all', () => {
  const kindOf = (layers: readonly object[]) => ociManifest(json({ layers }))?.kind;
  expect(kindOf([blob(TAR), blob(`${TAR}+gzip`), blob(`${TAR}+zstd`)])).toBe('layers');
  expect(kindOf([blob(TAR), blob('application/octet-stream')])).toBe('other');
  expect(kindOf([blob(TAR, { digest: 'sha512:00' })])).toBe('other');
  expect(kindOf([blob(TAR, { size: -1 })])).toBe('other');
  expect(kindOf(Array.from({ length: 129 }, () => blob(TAR)))).toBe('other');
});

test('an index has what is for Linux, and no index within', () => {
  const at = (os: string, architecture: string) =>
    blob('application/vnd.oci.image.manifest.v1+json', { platform: { os, architecture } });
  const manifests = [
    at('linux', 'amd64'),
    at('linux', '386'),
    at('windows', 'amd64'),
    at('unknown', 'unknown'),
    at('linux', 'constructor'),
    blob('application/vnd.oci.image.index.v1+json'),
  ];
  expect(ociManifest(json({ manifests }))).toMatchObject({
    kind: 'index',
    manifests: [{ architecture: 'x86-64' }, { architecture: 'x86' }],
  });
});

test('of any number of tags the newest alone are told, and of their parts no others', () => {
  const tags = Array.from({ length: 20_000 }, (_, at) => `1.${(at * 7919) % 20_000}`);
  const newest = Array.from({ length: 50 }, (_, at) => `1.${19_999 - at}`);
  expect(ociTags(json({ tags: ['latest', `sha256-${'a'.repeat(64)}.sig`, ...tags.slice(0, 19_998)] }))).toEqual([
    ...newest,
    'latest',
  ]);
  const [half, rest] = [tags.slice(0, 9000), tags.slice(9000)].map((part) => newestTags(part));
  expect(newestTags([...(half ?? []), ...(rest ?? [])])).toEqual(newest);
});
