/**
 * A real registry (Debian's docker-registry, the reference one of the distribution project) at this machine. Where it wants
 * tokens, the server of tokens is a stand-in: the registry itself verifies what that signs.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listens } from './nginx.ts';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

const TIMEOUT_MS = 120_000;
const SERVICE = 'veneer test registry';
const ISSUER = 'veneer test tokens';

export interface Registry {
  /** `HOST:PORT`. */
  readonly host: string;
  stop(): Promise<void>;
}

/** @param auth further lines of its configuration; anybody may read and write without. All of a scratch folder share a storage */
export async function startRegistry(scratch: Scratch, auth = ''): Promise<Registry> {
  const port = await freePort();
  scratch.put(
    `registry-${port}.yml`,
    `version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: ${join(scratch.path, 'registry')} } }
http: { addr: '127.0.0.1:${port}', secret: of-a-test }
${auth}`,
  );
  const server = spawn('/usr/bin/docker-registry', ['serve', join(scratch.path, `registry-${port}.yml`)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {},
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = new Promise<void>((settle) => server.once('close', () => settle()));
  for (const end = Date.now() + TIMEOUT_MS; !(await listens(port)); await sleep(20)) {
    if (server.exitCode !== null || Date.now() > end) throw new Error(`docker-registry did not start:\n${said}`);
  }
  return {
    host: `127.0.0.1:${port}`,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

/** @returns what a registry has to be configured with, so that it wants this login of HTTP Basic */
export function basicAuth(scratch: Scratch, user: string, password: string): string {
  // bcrypt is all that it takes, and perl the one program of a fresh Debian that makes it.
  const script = 'print crypt($ARGV[0], q($2b$05$abcdefghijklmnopqrstuu))';
  scratch.put('htpasswd', `${user}:${run('perl', ['-e', script, password])}\n`);
  return `auth: { htpasswd: { realm: 'a test', path: '${join(scratch.path, 'htpasswd')}' } }\n`;
}

export interface Tokens {
  /** What a registry has to be configured with. */
  readonly auth: string;
  /** What it was asked for, in order: `SCOPE AUTHORIZATION`, which is `-` where there was none. */
  asked(): readonly string[];
  stop(): Promise<void>;
}

/** @param login `USER:PASSWORD` that is wanted; empty gives everybody a token */
export async function startTokens(scratch: Scratch, login: string): Promise<Tokens> {
  const port = await freePort();
  const at = (name: string) => join(scratch.path, name);
  const openssl = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=tokens', '-days', '2'];
  run('openssl', [...openssl, '-keyout', at('tokens.key'), '-out', at('tokens.pem')]);
  const script = new URL('token-server.mjs', import.meta.url).pathname;
  const names = [at('tokens.key'), at('tokens.pem'), at('tokens.log'), SERVICE, ISSUER, login];
  // In a process of its own, for tests wait for programs without a turn for anybody else.
  const server = spawn(process.execPath, [script, String(port), ...names], { stdio: 'ignore' });
  const ended = new Promise<void>((settle) => server.once('close', () => settle()));
  for (const end = Date.now() + TIMEOUT_MS; !(await listens(port)); await sleep(20)) {
    if (server.exitCode !== null || Date.now() > end) throw new Error('the server of tokens did not start');
  }
  const realm = `http://127.0.0.1:${port}/token`;
  const settings = `realm: '${realm}', service: '${SERVICE}', issuer: '${ISSUER}', rootcertbundle: '${at('tokens.pem')}'`;
  return {
    auth: `auth: { token: { ${settings} } }\n`,
    asked: () => readFileSync(at('tokens.log'), 'utf8').split('\n').slice(0, -1),
    async stop() {
      server.kill();
      await ended;
    },
  };
}
