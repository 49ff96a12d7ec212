/**
 * A server of tokens for registries, as the distribution project specifies it ("Token Authentication Implementation"):
 * token-server.mjs PORT KEY CERTIFICATE LOG SERVICE ISSUER LOGIN
 */
import { createSign, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [, , port, keyFile, certificateFile, log, service, issuer, login] = process.argv;
const key = readFileSync(keyFile);
const x5c = [readFileSync(certificateFile, 'utf8').replaceAll(/-----[^-]+-----|\s/g, '')];
const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
appendFileSync(log, '');

function tokenFor(scope) {
  const [type, name, actions = ''] = scope.split(':');
  const now = Math.floor(Date.now() / 1000);
  const times = { exp: now + 300, nbf: now - 60, iat: now };
  const access = [{ type, name, actions: actions.split(',') }];
  const claims = { iss: issuer, sub: '', aud: service, ...times, jti: randomUUID(), access };
  const signed = `${encode({ typ: 'JWT', alg: 'RS256', x5c })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}

createServer((request, response) => {
  const scope = new URL(request.url, 'http://tokens').searchParams.get('scope') ?? '';
  const { authorization = '-' } = request.headers;
  appendFileSync(log, `${scope} ${authorization}\n`);
  const isFine = login === '' || authorization === `Basic ${Buffer.from(login).toString('base64')}`;
  response.writeHead(isFine ? 200 : 401, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isFine ? { token: tokenFor(scope) } : { details: 'no' }));
}).listen(Number(port), '127.0.0.1');
