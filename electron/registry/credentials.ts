/**
 * Logins that this person's other programs keep for registries: podman, skopeo and buildah (containers-auth.json(5)), and
 * docker. They are read when a registry asks for one, and go nowhere else.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readRegular } from '../node/regular-file.ts';

const LIMIT = 1024 * 1024;

/** Where logins may be, the first one counts. */
export function credentialFiles(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): readonly string[] {
  const set = env['REGISTRY_AUTH_FILE'];
  if (set !== undefined && set !== '') return [set];
  const runtime = env['XDG_RUNTIME_DIR'];
  return [
    ...(runtime === undefined || runtime === '' ? [] : [join(runtime, 'containers/auth.json')]),
    join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'containers/auth.json'),
    join(env['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json'),
  ];
}

/** A login as HTTP's Basic has it, or that a program keeps it which Veneer does not start; null for none. */
export type Login = { readonly basic: string } | 'helper' | null;

/** @param host of the registry, as the person calls it */
export function loginFor(files: readonly string[], host: string, repository: string): Login {
  let helper: Login = null;
  for (const file of files) {
    const kept = readKept(file);
    const basic = basicOf(kept, host, repository);
    if (basic !== null) return { basic };
    const helpers = objectOf(kept['credHelpers']);
    if (Object.hasOwn(helpers, host) || typeof kept['credsStore'] === 'string') helper = 'helper';
  }
  return helper;
}

type Fields = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function readKept(file: string): Fields {
  try {
    const bytes = readRegular(file, LIMIT, { followLink: true });
    return bytes === null ? {} : objectOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    // One that cannot be read has no login; the registry then says that it wants one.
    return {};
  }
}

/** For a repository or a folder of repositories before the whole host. */
function basicOf(kept: Fields, host: string, repository: string): string | null {
  const auths = objectOf(kept['auths']);
  const parts = repository.split('/');
  const keys = [
    ...parts.map((_, at) => `${host}/${parts.slice(0, parts.length - at).join('/')}`),
    host,
    `https://${host}`,
    `https://${host}/v1/`,
    `https://${host}/v2/`,
    ...(host === 'docker.io' ? ['https://index.docker.io/v1/', 'index.docker.io'] : []),
  ];
  for (const key of keys) {
    const auth = Object.hasOwn(auths, key) ? objectOf(auths[key])['auth'] : null;
    if (typeof auth !== 'string') continue;
    const plain = Buffer.from(auth, 'base64').toString('utf8');
    if (plain.includes(':')) return Buffer.from(plain).toString('base64');
  }
  return null;
}
