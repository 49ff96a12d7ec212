/** A small Varlink client (varlink.org): one JSON object and a NUL byte a message, over a unix socket. */

import { createConnection } from 'node:net';
import { messageOf, type Text } from '../../../shared/messages/message.ts';
import { VeneerError } from '../../../shared/model/errors.ts';

const MAX_MESSAGE = 1024 * 1024;
const PROBE_TIMEOUT_MS = 2000;

interface Reply {
  readonly error?: string;
  readonly parameters?: Readonly<Record<string, unknown>> | null;
}

/**
 * Calls one method.
 *
 * @returns the parameters of the reply
 * @throws {VarlinkError} for an error of the service, {VeneerError} `connection-lost` where no reply came
 */
export function callVarlink(
  socketPath: string,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((settle, fail) => {
    const socket = createConnection(socketPath);
    let received = Buffer.alloc(0);
    const endWith = (finish: () => void) => {
      socket.destroy();
      finish();
    };
    const failAsLost = (why: Text) =>
      endWith(() =>
        fail(
          new VeneerError('connection-lost', messageOf('change.systemd-did-not-answer', { why }), { detail: method }),
        ),
      );
    socket.setTimeout(timeoutMs, () => failAsLost(messageOf('change.it-took-too-long')));
    socket.once('error', (error: NodeJS.ErrnoException) => failAsLost(error.code ?? error.message));
    socket.once('close', () => failAsLost(messageOf('change.it-closed-connection')));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length > MAX_MESSAGE) return failAsLost(messageOf('change.its-reply-is-too-long'));
      const at = received.indexOf(0);
      if (at < 0) return;
      const reply = parseReply(received.toString('utf8', 0, at));
      if (reply === null) return failAsLost(messageOf('change.its-reply-is-no-json-object'));
      endWith(() =>
        reply.error === undefined
          ? settle(reply.parameters ?? {})
          : fail(new VarlinkError(reply.error, reply.parameters ?? {})),
      );
    });
    socket.write(`${JSON.stringify({ method, parameters })}\0`);
  });
}

function parseReply(text: string): Reply | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** An error that the service replied with. */
export class VarlinkError extends Error {
  override readonly name = 'VarlinkError';
  readonly code: string;
  readonly parameters: Readonly<Record<string, unknown>>;

  constructor(code: string, parameters: Readonly<Record<string, unknown>>) {
    super(code);
    this.code = code;
    this.parameters = parameters;
  }
}

/**
 * The methods of an interface in Varlink's own language, comments left out.
 *
 * @throws as `callVarlink` does
 */
export async function describeInterface(socketPath: string, name: string): Promise<string> {
  const reply = await callVarlink(
    socketPath,
    'org.varlink.service.GetInterfaceDescription',
    { interface: name },
    PROBE_TIMEOUT_MS,
  );
  return String(reply['description'] ?? '').replace(/#.*$/gm, '');
}

/** Whether a method of a described interface takes a parameter. */
export function takesParameter(description: string, method: string, parameter: string): boolean {
  const parameters = new RegExp(`\\bmethod\\s+${method}\\s*\\(([^)]*)\\)`).exec(description)?.[1] ?? '';
  return new RegExp(`\\b${parameter}\\s*:`).test(parameters);
}
