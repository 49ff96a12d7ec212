/** Where `ssh` goes: `[user@]host[:port]`, as a person types it. */
import { messageOf } from '../messages/message.ts';
import { VeneerError } from '../model/errors.ts';

export interface Destination {
  /** null for what the person's OpenSSH config says. */
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
}

/** Of a name of DNS; an alias of a config is rarely longer. */
const MOST_HOST = 253;
/** As useradd(8) and Windows' OpenSSH take users; a backslash is of a domain. */
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.\\+@$-]{0,63}$/;
/** A name, an alias, or an IPv4 address. Neither is anything to a shell, nor an option of ssh. */
const HOST = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const IPV6 = /^[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9_.-]{1,32})?$/;

/**
 * Takes apart what was typed. An IPv6 address with a port is `[address]:port`.
 *
 * @throws {VeneerError} `invalid-input` for what is none
 */
export function parseDestination(text: string): Destination {
  const at = text.lastIndexOf('@');
  const user = at < 0 ? null : text.slice(0, at);
  const rest = text.slice(at + 1);
  const bracketed = /^\[([^[\]]+)\](?::(\d{1,5}))?$/.exec(rest);
  const isAddress = bracketed === null && rest.split(':').length > 2;
  const [, host = '', digits] = bracketed ?? (isAddress ? [null, rest] : (/^([^:]*)(?::(\d{1,5}))?$/.exec(rest) ?? []));
  const port = digits === undefined ? null : Number(digits);
  const isHost = host.length <= MOST_HOST && (bracketed !== null || isAddress ? IPV6 : HOST).test(host);
  const isPort = port === null || (port >= 1 && port <= 65_535);
  if (!isHost || !isPort || (user !== null && !USER.test(user)))
    throw new VeneerError('invalid-input', messageOf('fleet.is-no-host', { text: text.slice(0, 100) }), {
      nextStep: messageOf('fleet.write-host-as'),
    });
  return { user, host, port };
}

/** The same written down. */
export function destinationText({ user, host, port }: Destination): string {
  const name = port !== null && host.includes(':') ? `[${host}]` : host;
  return `${user === null ? '' : `${user}@`}${name}${port === null ? '' : `:${port}`}`;
}
