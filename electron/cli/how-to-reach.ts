/** How a browser reaches a window that is served, and polkit the person in front of it. */
import { hostname, userInfo } from 'node:os';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { textOf } from './terminal.ts';

const SSH_PORT = '22';

/** When it ends by itself. @param afterMs Infinity: never */
export function endsWhen(afterMs: number): Message {
  if (!Number.isFinite(afterMs)) return messageOf('cli.goes-on-until-stopped');
  const seconds = Math.round(afterMs / 1000);
  return seconds % 60 === 0
    ? messageOf('cli.ends-after-minutes', { count: seconds / 60 })
    : messageOf('cli.ends-after-seconds', { count: seconds });
}

/**
 * Of a unix socket.
 *
 * @param first what is said of it before
 */
export function hintOfSocket(socket: string, token: string, first: readonly Message[]): string {
  return [
    ...first.map((one) => textOf(one)),
    textOf(messageOf('cli.on-machine-with-browser')),
    `  ssh -N -L 7070:${socket} ${sshTarget()}`,
    textOf(messageOf('cli.and-open-there')),
    `  http://localhost:7070/#${token}`,
    '',
  ].join('\n');
}

/** Of a port. Over ssh the browser is on another machine, so the port has to be led there under the same number. */
export function hintOfPort(url: string, first: readonly Message[]): string {
  const said = first.map((one) => textOf(one));
  if (process.env['SSH_CONNECTION'] !== undefined) {
    const { port } = new URL(url);
    said.push(textOf(messageOf('cli.on-machine-with-browser')), `  ssh -N -L ${port}:127.0.0.1:${port} ${sshTarget()}`);
    said.push(textOf(messageOf('cli.and-open-there')));
  }
  return [...said, url].join('\n');
}

/**
 * How an agent is started that polkit can ask through, where the session has none; null where nobody is asked.
 *
 * @param pid of the process that asks
 */
export function hintOfAgent(pid: number): Message | null {
  const hasDesktop = process.env['WAYLAND_DISPLAY'] !== undefined || process.env['DISPLAY'] !== undefined;
  if (process.getuid?.() === 0 || hasDesktop) return null;
  return messageOf('cli.polkit-asks-by', { command: `pkttyagent --process ${pid}` });
}

/** `-p PORT USER@HOST`, as this machine can know it. */
function sshTarget(): string {
  const port = process.env['SSH_CONNECTION']?.split(' ')[3];
  const isOther = port !== undefined && /^\d+$/.test(port) && port !== SSH_PORT;
  return `${isOther ? `-p ${port} ` : ''}${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry, as in a container.
    return 'USER';
  }
}
