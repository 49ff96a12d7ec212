import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyServer, serveFaults } from '../../e2e/harness/faulty-server.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { ociToken } from '../lists/oci.ts';
import { registryAsker } from './ask.ts';

let scratch: Scratch;
const servers: FaultyServer[] = [];
/** Every Authorization that came, with the server that it came to. */
let heard: string[] = [];
beforeEach(() => {
  scratch = makeScratch('registry');
  heard = [];
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  scratch.remove();
});

async function serve(name: string, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = await serveFaults((request, response) => {
    heard.push(`${name} ${request.headers.authorization ?? '-'}`);
    answer(request, response);
  });
  servers.push(server);
  return server.url;
}

const refuse = (response: ServerResponse, challenge: string) =>
  response.writeHead(401, { 'www-authenticate': challenge }).end('{}');

/** Asks for a blob, with a login for one host alone. */
function askFor(url: string, loginFor: string) {
  const auths = { [new URL(loginFor).host]: { auth: Buffer.from('smith:secret').toString('base64') } };
  scratch.put('auth.json', JSON.stringify({ auths }));
  const asker = registryAsker({
    files: [join(scratch.path, 'auth.json')],
    readToken: async (answer) => ociToken(answer),
  });
  return asker(`${url}v2/tools/hammer/blobs/sha256:00`);
}

const BASIC = `Basic ${Buffer.from('smith:secret').toString('base64')}`;

test('who a registry sends on to hears no login and no token, also where it asks for one', async () => {
  const store = await serve('store', (_, response) => refuse(response, 'Basic realm="give it to me"'));
  const registry = await serve('registry', (request, response) => {
    if (request.headers.authorization === undefined) refuse(response, 'Basic realm="it"');
    else response.writeHead(307, { location: `${store}blob` }).end();
  });
  const answer = await askFor(registry, registry);
  expect(answer.status).toBe(401);
  answer.body.destroy();
  expect(heard).toEqual(['registry -', `registry ${BASIC}`, 'store -']);
});

test('the login of another registry is not used', async () => {
  const other = await serve('other', (_, response) => response.end());
  const registry = await serve('registry', (_, response) => refuse(response, `Basic realm="${new URL(other).host}"`));
  await expect(askFor(registry, other)).rejects.toMatchObject({ message: expect.stringContaining('wants a login') });
  expect(heard).toEqual(['registry -']);
});

test.each(['http://192.0.2.1/token', 'ftp://example.org/', 'https://me:pw@example.org/', 'no address'])(
  'a login is not sent to %s',
  async (realm) => {
    const registry = await serve('registry', (_, response) => refuse(response, `Bearer realm="${realm}",service="it"`));
    await expect(askFor(registry, registry)).rejects.toMatchObject({ code: 'not-verified' });
    expect(heard).toEqual(['registry -']);
  },
);

test('a token is asked for what is needed alone, and is kept until it is over', async () => {
  const scopes: (string | null)[] = [];
  let good = 'one';
  const tokens = await serve('tokens', (request, response) => {
    scopes.push(new URL(request.url ?? '', 'http://it').searchParams.get('scope'));
    response.end(JSON.stringify({ access_token: good }));
  });
  const registry = await serve('registry', (request, response) => {
    if (request.headers.authorization === `Bearer ${good}`) response.end('it');
    else refuse(response, `Bearer realm="${tokens}token",service="it",scope="repository:all:pull,push"`);
  });
  for (const next of ['one', 'one', 'two']) {
    good = next;
    const answer = await askFor(registry, registry);
    expect(await answer.body.text()).toBe('it');
  }
  expect(scopes).toEqual(['repository:tools/hammer:pull', 'repository:tools/hammer:pull']);
  expect(heard.filter((one) => one.startsWith('tokens'))).toEqual([`tokens ${BASIC}`, `tokens ${BASIC}`]);
});

test('no error tells the login or what a server of tokens said', async () => {
  const tokens = await serve('tokens', (_, response) => response.end(JSON.stringify({ token: 'with\nbreak' })));
  const registry = await serve('registry', (_, response) => refuse(response, `Bearer realm="${tokens}",service="it"`));
  const error = await askFor(registry, registry).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'server-error' });
  expect(JSON.stringify([error, (error as Error).message])).not.toMatch(/secret|c21pdGg6|break/);
});
