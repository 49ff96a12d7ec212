/** Whom a list is believed: by its signature, and by the certificate of its server. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openCatalogPerTest } from '../../e2e/harness/catalog-per-test.ts';
import { DEBIAN } from '../../e2e/harness/catalog-room.ts';
import { makeCertificates } from '../../e2e/harness/certificates.ts';
import { makeSigningKey } from '../../e2e/harness/openpgp-key.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { imageOf, writeSums } from '../../e2e/harness/remotes.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';

const { scratch, room, serveFolder, ask } = openCatalogPerTest('catalog-trust');

describe('signatures', () => {
  const signed = (name: string) => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served');
    const key = makeSigningKey(scratch, name);
    key.sign(join(scratch.path, 'served/SHA256SUMS'));
    return key;
  };

  test('by a pinned key, and by none other', async () => {
    const key = signed('right');
    const other = makeSigningKey(scratch, 'other');
    try {
      const { url } = await serveFolder('served');
      const pinned = { trust: 'pinned', key: key.armour } as const;
      expect((await ask(url, pinned)).state).toMatchObject({ status: 'current', signedBy: key.fingerprint, count: 1 });
      const wrong = await ask(url, { trust: 'pinned', key: other.armour });
      expect(wrong.state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
      expect(wrong.entries).toEqual([]);
      // Where nothing else is kept: one byte is there that was not signed.
      rmSync(join(scratch.path, 'cache'), { recursive: true });
      const list = join(scratch.path, 'served/SHA256SUMS');
      writeFileSync(list, `${readFileSync(list, 'utf8')}\n`);
      expect((await ask(url, pinned)).state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
      rmSync(`${list}.gpg`);
      expect((await ask(url, pinned)).state.error?.message.text).toContain('nobody signed it');
      scratch.put('served/SHA256SUMS.gpg', 'no signature');
      expect((await ask(url, pinned)).state.error?.message.text).toContain('its signature cannot be read');
    } finally {
      key.close();
      other.close();
    }
  });

  test('by the keyring of systemd: the local one hides the vendor’s, until both count', async () => {
    const key = signed('vendor');
    const other = makeSigningKey(scratch, 'local');
    try {
      const { url } = await serveFolder('served');
      const system = { trust: 'system' } as const;
      expect((await ask(url, system)).state.error?.message.text).toContain('no key');
      for (const folder of ['tree/usr/lib/systemd', 'tree/etc/systemd'])
        mkdirSync(join(scratch.path, folder), { recursive: true });
      key.exportTo(join(scratch.path, 'tree/usr/lib/systemd/import-pubring.gpg'));
      expect((await ask(url, system)).state).toMatchObject({ status: 'current', signedBy: key.fingerprint });
      other.exportTo(join(scratch.path, 'tree/etc/systemd/import-pubring.gpg'));
      expect((await ask(url, system)).state).toMatchObject({ status: 'failed' });
      const catalog = room();
      await catalog.refresh('revalidate', null, { ...DEBIAN, rules: rulesFor(262) }, null);
      expect(catalog.state().remotes[0]).toMatchObject({ status: 'current' });
    } finally {
      key.close();
      other.close();
    }
  });

  test('what is no key is refused before anything is kept', async () => {
    await expect(ask('https://example.org/', { trust: 'pinned', key: 'no key' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(ask('https://example.org/', { trust: 'pinned' })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('https', () => {
  test('trusts no expired certificate, none of another host, and none of an unknown authority', async () => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served');
    const { authority, good, expired, otherHost } = makeCertificates(scratch);
    for (const [tls, trusts, says] of [
      [good, false, 'is not one that this system trusts'],
      [expired, true, 'has expired'],
      [otherHost, true, 'is not one that this system trusts'],
      [good, true, null],
    ] as const) {
      const { url } = await serveFolder('served', { tls });
      const { status, message } = askElsewhere(url, trusts ? authority : null);
      expect(status).toBe(says === null ? 'current' : 'failed');
      if (says !== null) expect(message).toContain(says);
    }
  });

  test('goes through the proxy of the environment, and past it where that says so', async () => {
    scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
    writeSums(scratch, 'served');
    const { authority, good } = makeCertificates(scratch);
    const { url } = await serveFolder('served', { tls: good });
    const tunnelled: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      tunnelled.push(String(request.url));
      const { hostname, port } = new URL(`http://${request.url}`);
      const upstream = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      for (const one of [upstream, socket]) one.on('error', () => {});
    });
    await new Promise<void>((settle) => proxy.listen(0, '127.0.0.1', settle));
    const https_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      expect(await askAside(url, { https_proxy, NODE_EXTRA_CA_CERTS: authority })).toMatchObject({ status: 'current' });
      expect(tunnelled).toEqual([new URL(url).host]);
      const past = { https_proxy, no_proxy: '127.0.0.1', NODE_EXTRA_CA_CERTS: authority };
      expect(await askAside(url, past)).toMatchObject({ status: 'current' });
      expect(tunnelled).toHaveLength(1);
    } finally {
      proxy.close();
      proxy.closeAllConnections();
    }
  });

  test.each(['--use-bundled-ca', '--use-openssl-ca'])(
    'says with %s that this system has no certificates',
    async (of) => {
      scratch.put('served/good-1.0.raw', imageOf(scratch, { name: 'good' }));
      writeSums(scratch, 'served');
      const { authority, good, expired } = makeCertificates(scratch);
      mkdirSync(join(scratch.path, 'tls/none'));
      const nothing = join(scratch.path, 'tls/nothing');
      const { url } = await serveFolder('served', { tls: good });
      const ask = (env: NodeJS.ProcessEnv, at = url) => {
        const clean = { ...process.env, NODE_EXTRA_CA_CERTS: undefined, NODE_OPTIONS: of, ...env };
        const { stdout, stderr } = spawnSync(process.execPath, command(at), { env: clean, encoding: 'utf8' });
        // OpenSSL would say by itself which folder it missed.
        expect(stderr).toBe('');
        return JSON.parse(stdout);
      };
      const says = 'This system has no CA certificates';
      for (const folder of ['tls/none', 'tls/nowhere']) {
        const none = { SSL_CERT_FILE: nothing, SSL_CERT_DIR: join(scratch.path, folder) };
        expect(ask(none)).toMatchObject({ status: 'failed', message: expect.stringContaining(says) });
        expect(ask({ ...none, SSL_CERT_FILE: authority })).toMatchObject({ status: 'current' });
        expect(ask({ ...none, NODE_EXTRA_CA_CERTS: authority })).toMatchObject({ status: 'current' });
      }
      // Those of others are there, only not of this authority.
      const others = { SSL_CERT_FILE: expired.certificate, SSL_CERT_DIR: join(scratch.path, 'tls/none') };
      expect(ask(others)).toMatchObject({ status: 'failed', message: expect.not.stringContaining(says) });
    },
  );

  const script = fileURLToPath(programFile('ask-remote'));
  const command = (url: string) => [script, url, join(scratch.path, `cache-${Math.random()}`)];

  /** In a process of its own, for Node reads whom it trusts when it starts. */
  function askElsewhere(url: string, authority: string | null): { status: string; message: string | null } {
    const env = { ...process.env, ...(authority === null ? {} : { NODE_EXTRA_CA_CERTS: authority }) };
    const { stdout, stderr } = spawnSync(process.execPath, command(url), { env, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** The same without waiting, for the proxy is in this process. */
  async function askAside(url: string, env: NodeJS.ProcessEnv): Promise<{ status: string }> {
    const { execFile } = await import('node:child_process');
    return new Promise((settle, fail) => {
      execFile(process.execPath, command(url), { env: { ...process.env, ...env } }, (error, stdout) =>
        error === null ? settle(JSON.parse(stdout)) : fail(error),
      );
    });
  }
});
