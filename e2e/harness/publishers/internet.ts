/**
 * The servers of the publishers under their own names: one real nginx with a certificate for all of them, and a proxy in
 * front that leads every name there. So the programs ask the addresses that people ask, redirects and all.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from '../certificates.ts';
import { startNginx } from '../nginx.ts';
import type { Scratch } from '../scratch.ts';

/** A host, and by which rules it answers. */
export interface Host {
  readonly name: string;
  /** Directives of nginx, inside its `server`. */
  readonly rules: string;
}

export interface Internet {
  /** By which a program reaches it, and trusts it. */
  readonly env: { readonly https_proxy: string; readonly NODE_EXTRA_CA_CERTS: string };
  stop(): Promise<void>;
}

const TUNNEL = fileURLToPath(new URL('./tunnel.ts', import.meta.url));

export async function openInternet(scratch: Scratch, hosts: readonly Host[]): Promise<Internet> {
  const { authority, forHosts } = makeCertificates(scratch);
  const { certificate, key } = forHosts(hosts.map(({ name }) => name));
  const nginx = await startNginx(scratch, (port) =>
    hosts
      .map(
        ({ name, rules }) => `server {
    listen 127.0.0.1:${port} ssl;
    server_name ${name};
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    ${rules}
  }`,
      )
      .join('\n  '),
  );
  const tunnel = spawn(process.execPath, ['--no-warnings', TUNNEL, String(nginx.port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [said] = (await once(tunnel.stdout, 'data')) as [Buffer];
  return {
    env: { https_proxy: `http://127.0.0.1:${said.toString().trim()}`, NODE_EXTRA_CA_CERTS: authority },
    async stop() {
      tunnel.stdin.end();
      await once(tunnel, 'close');
      await nginx.stop();
    },
  };
}
