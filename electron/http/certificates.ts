/** Where the certificates of this system are, by which servers are believed. */
import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where OpenSSL looks, as upstream and Debian build it, and Fedora (X509_get_default_cert_dir(3)). */
const FOLDERS = ['/etc/ssl/certs', '/etc/pki/tls/certs'];
const FILES = ['/etc/ssl/cert.pem', '/etc/pki/tls/cert.pem'];

/** What the environment names takes the place of both (openssl-env(7)). */
const foldersOf = ({ SSL_CERT_DIR: named }: Environment) => (named ? named.split(':') : FOLDERS);
const filesOf = ({ SSL_CERT_FILE: named }: Environment) => (named ? [named] : FILES);
/** Beside those of the system (Node's own variable). */
const moreOf = ({ NODE_EXTRA_CA_CERTS: named }: Environment) => (named ? [named] : []);

/** What the administrator of this system trusts. Without a folder Node is not asked, for OpenSSL complains of that on stderr. */
export function systemCertificates(env: Environment = process.env): string[] {
  if (foldersOf(env).some((path) => sizesIn(path) !== null)) return tls.getCACertificates('system');
  return filesOf(env).flatMap((path) => (sizeOf(path) > 0 ? [readFileSync(path, 'utf8')] : []));
}

/** Whether this system has any, or the environment names some; those that Node itself brings do not count. */
export function hasCertificates(env: Environment = process.env): boolean {
  return (
    [...filesOf(env), ...moreOf(env)].some((path) => sizeOf(path) > 0) ||
    foldersOf(env).some((path) => (sizesIn(path) ?? 0) > 0)
  );
}

function sizeOf(path: string): number {
  try {
    accessSync(path, constants.R_OK);
    const stat = statSync(path);
    return stat.isFile() ? stat.size : 0;
  } catch {
    // Not there, a link to nothing, or not for us: OpenSSL would not read it either.
    return 0;
  }
}

/** Bytes of the files in a folder, up to the first that has any; null where it cannot be read. */
function sizesIn(folder: string): number | null {
  try {
    for (const name of readdirSync(folder)) {
      const size = sizeOf(join(folder, name));
      if (size > 0) return size;
    }
    return 0;
  } catch {
    return null;
  }
}
