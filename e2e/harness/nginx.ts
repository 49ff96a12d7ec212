/** A real nginx at this machine, which serves a folder for as long as a test needs it. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scratch } from './scratch.ts';

const PATIENCE_MS = 10_000;

export interface WebServer {
  /** With a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** @param folder in the scratch folder */
export async function serveFolder(scratch: Scratch, folder: string): Promise<WebServer> {
  const port = await freePort();
  const own = join(scratch.path, 'nginx');
  scratch.put('nginx/nginx.conf', configuration(port, join(scratch.path, folder), own));
  const server = spawn('nginx', ['-e', 'stderr', '-p', own, '-c', join(own, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = new Promise<void>((settle) => server.once('close', () => settle()));
  const url = `http://127.0.0.1:${port}/`;
  for (const end = Date.now() + PATIENCE_MS; !(await answers(url)); await sleep(20)) {
    if (server.exitCode !== null || Date.now() > end) throw new Error(`nginx did not start:\n${said}`);
  }
  return {
    url,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

function configuration(port: number, folder: string, own: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${own}/pid;
events {}
http {
  access_log off;
  ${temporary.map((one) => `${one}_temp_path ${own}/${one};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    root ${folder};
    autoindex on;
  }
}
`;
}

/** One that was free a moment ago; nginx cannot be asked for which one it took. */
function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}
