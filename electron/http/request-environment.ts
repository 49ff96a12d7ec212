/** What a request needs of the environment (undici's EnvHttpProxyAgent, node:tls). */
const NAMES = [
  'http_proxy',
  'HTTP_PROXY',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_SYSTEM_CA',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** The part of this process's environment that a program needs which asks servers for us. @param more names of others */
export function requestEnvironment(more: readonly string[] = []): NodeJS.ProcessEnv {
  return Object.fromEntries(
    [...NAMES, ...more].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
