import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyServer, serveFaults } from '../../e2e/harness/faulty-server.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { ownTexts } from '../lists/own-texts.ts';
import { createMetadata } from './metadata.ts';
import { listRepository } from './oci-listing.ts';
import { createSeen } from './seen.ts';

let scratch: Scratch;
let server: FaultyServer | null = null;
beforeEach(() => {
  scratch = makeScratch('oci-listing');
});
afterEach(async () => {
  await server?.stop();
  server = null;
  scratch.remove();
});

interface Given {
  readonly body: string;
  readonly link?: string;
}

/** A registry that answers what stands at its paths; what does not is not there. */
async function list(at: (path: string) => Given | null, tag = '') {
  server = await serveFaults((request, response) => {
    const given = at((request.url ?? '').replace('/v2/tools/hammer/', ''));
    response.writeHead(given === null ? 404 : 200, given?.link === undefined ? {} : { link: given.link });
    response.end(given?.body);
  });
  const remote = { name: 'it', url: `oci://${new URL(server.url).host}/tools/hammer${tag}`, enabled: true } as const;
  const listing = await listRepository(
    { ...remote, trust: 'unsigned', key: null },
    {
      metadata: createMetadata(join(scratch.path, 'lists'), createSeen(join(scratch.path, 'seen.json'))),
      texts: ownTexts,
      cachePolicy: 'revalidate',
      systemKeyring: () => [],
      signal: null,
      now: Date.now(),
    },
  );
  return { ...listing, versions: listing.releases.map(({ version }) => version) };
}

const artifact = (size: number) =>
  JSON.stringify({ layers: [{ mediaType: 'application/vnd.sysext.raw', digest: `sha256:${'b'.repeat(64)}`, size }] });
const tags = (...names: string[]) => JSON.stringify({ tags: names });

test('pages follow each other, and tags that point to the same are one', async () => {
  const { versions } = await list((path) => {
    if (path === 'tags/list')
      return { body: tags('1', '1.2', 'latest'), link: '</v2/tools/hammer/tags/list?last=latest>; rel="next"' };
    if (path === 'tags/list?last=latest') return { body: tags('1.2.3', '0.9') };
    return { body: artifact(path === 'manifests/0.9' ? 1 : 2) };
  });
  expect(versions).toEqual(['1.2.3', '0.9']);
});

test('a list of tags without end is given up', async () => {
  let page = 0;
  const listing = list(() => ({ body: tags('1'), link: `<?last=${++page}>; rel="next"` }));
  await expect(listing).rejects.toMatchObject({ message: expect.stringContaining('sends a list without end') });
  expect(page).toBe(50);
});

test('the next page is none of another server or list', async () => {
  const { versions } = await list((path) =>
    path === 'tags/list'
      ? { body: tags('1'), link: '<http://127.0.0.1:1/v2/tools/hammer/tags/list>; rel="next"' }
      : { body: artifact(1) },
  );
  expect(versions).toEqual(['1']);
});

test('a manifest that has not the digest it was asked by is not used, and the others are', async () => {
  const right = artifact(7);
  const digest = createHash('sha256').update(right).digest('hex');
  const entry = (sha256: string, architecture: string) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${sha256}`,
    size: 1,
    platform: { os: 'linux', architecture },
  });
  const index = (sha256: string) => JSON.stringify({ manifests: [entry(sha256, 'amd64')] });
  const { versions, missing } = await list((path) => {
    if (path === 'tags/list') return { body: tags('1', '2') };
    if (path === 'manifests/1') return { body: index(digest) };
    if (path === 'manifests/2') return { body: index('c'.repeat(64)) };
    return { body: right };
  });
  expect(versions).toEqual(['1']);
  expect(missing).toMatchObject([{ folder: '2', error: { code: 'not-verified' } }]);
});

test('one tag alone needs no list', async () => {
  const { versions } = await list((path) => (path === 'manifests/v3' ? { body: artifact(1) } : null), ':v3');
  expect(versions).toEqual(['v3']);
  expect(server?.asked).toEqual(['GET /v2/tools/hammer/manifests/v3']);
});
