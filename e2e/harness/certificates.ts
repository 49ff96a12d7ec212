/** Certificates of a made-up authority, by OpenSSL. */
import { join } from 'node:path';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

export interface Certificates {
  /** The authority's own, for who is to trust it. */
  readonly authority: string;
  readonly good: { readonly certificate: string; readonly key: string };
  readonly expired: { readonly certificate: string; readonly key: string };
  readonly otherHost: { readonly certificate: string; readonly key: string };
  /** One that is good for several hosts. */
  forHosts(names: readonly string[]): { readonly certificate: string; readonly key: string };
}

export function makeCertificates(scratch: Scratch): Certificates {
  const at = (name: string) => join(scratch.path, 'tls', name);
  scratch.put('tls/empty', '');
  const openssl = (...args: string[]) => run('openssl', args);
  const key = (name: string) =>
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at(`${name}.key`));
  key('ca');
  openssl('req', '-x509', '-new', '-key', at('ca.key'), '-subj', '/CN=Veneer test', '-days', '2', '-out', at('ca.pem'));
  const issue = (name: string, host: string, ...time: string[]) => {
    key(name);
    scratch.put(`tls/${name}.cnf`, `subjectAltName=${host}\n`);
    openssl('req', '-new', '-key', at(`${name}.key`), '-subj', `/CN=${name}`, '-out', at(`${name}.csr`));
    const sign = [
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-CAcreateserial',
    ];
    openssl(...sign, '-extfile', at(`${name}.cnf`), ...time, '-out', at(`${name}.pem`));
    return { certificate: at(`${name}.pem`), key: at(`${name}.key`) };
  };
  return {
    authority: at('ca.pem'),
    good: issue('good', 'IP:127.0.0.1', '-days', '2'),
    // Nothing in its past would be more expired than a day that is not one.
    expired: issue('expired', 'IP:127.0.0.1', '-days', '-1'),
    otherHost: issue('other', 'DNS:example.org', '-days', '2'),
    forHosts: (names) => issue('hosts', names.map((name) => `DNS:${name}`).join(','), '-days', '2'),
  };
}
