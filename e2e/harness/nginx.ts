/** A real nginx at this machine, which serves a folder for as long as a test needs it. */
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scratch } from './scratch.ts';

const TIMEOUT_MS = 120_000;

export interface WebServer {
  /** With a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface Serving {
  /** Further directives of the server. */
  readonly limits?: string;
  /** Paths of a certificate and its key, for https. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** @param folder in the scratch folder */
export async function serveFolder(scratch: Scratch, folder: string, serving: Serving = {}): Promise<WebServer> {
  const { limits = '', tls } = serving;
  const { port, stop } = await startNginx(
    scratch,
    (port) => `server {
    listen 127.0.0.1:${port}${tls === undefined ? '' : ' ssl'};
    ${tls === undefined ? '' : `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key};`}
    ${limits}
    root ${join(scratch.path, folder)};
    autoindex on;
  }`,
  );
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/`, stop };
}

/** @param servers the `server` blocks of its configuration, for a port */
export async function startNginx(
  scratch: Scratch,
  servers: (port: number) => string,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const own = join(scratch.path, `nginx-${port}`);
  scratch.put(`nginx-${port}/nginx.conf`, configuration(own, servers(port)));
  const server = spawn('/usr/sbin/nginx', ['-e', 'stderr', '-p', own, '-c', join(own, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = new Promise<void>((settle) => server.once('close', () => settle()));
  for (const end = Date.now() + TIMEOUT_MS; !(await listens(port)); await sleep(20)) {
    if (server.exitCode !== null || Date.now() > end) throw new Error(`nginx did not start:\n${said}`);
  }
  return {
    port,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

function configuration(own: string, servers: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${own}/pid;
events {}
http {
  access_log off;
  ${temporary.map((one) => `${one}_temp_path ${own}/${one};`).join('\n  ')}
  ${servers}
}
`;
}

/** One that was free a moment ago; a server that is started cannot be asked for which one it took. */
export function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

export function listens(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('connect', () => socket.destroy());
  });
}
