/** A small Varlink client (varlink.org): one JSON object and a NUL byte a message, over a unix socket. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { VeneerError } from '../../../shared/errors.ts';
import type { MergeStep } from '../../../shared/model/plan.ts';
import type { ExtensionClass } from '../../../shared/systemd-rules.ts';
import type { Executor } from './executor.ts';

/** systemd's socket for both classes (measured on 262; on 257 it is there for root only). */
export const SYSEXT_SOCKET = '/run/systemd/io.systemd.sysext';

const MAX_MESSAGE = 1024 * 1024;
const PROBE_TIMEOUT_MS = 2000;
/** A person may be asked for a password meanwhile. */
const CALL_TIMEOUT_MS = 10 * 60 * 1000;

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
    const end = (finish: () => void) => {
      socket.destroy();
      finish();
    };
    const lost = (why: string) =>
      end(() => fail(new VeneerError('connection-lost', `systemd did not answer: ${why}.`, { detail: method })));
    socket.setTimeout(timeoutMs, () => lost('it took too long'));
    socket.once('error', (error: NodeJS.ErrnoException) => lost(error.code ?? error.message));
    socket.once('close', () => lost('it closed the connection'));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length > MAX_MESSAGE) return lost('its reply is too long');
      const at = received.indexOf(0);
      if (at < 0) return;
      const reply = parseReply(received.toString('utf8', 0, at));
      if (reply === null) return lost('its reply is no JSON object');
      end(() =>
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
 * Whether this user may talk to the socket and it offers Merge; to who is not root only with interactive
 * authentication.
 */
export async function offersMerge(socketPath: string, isRoot: boolean): Promise<boolean> {
  try {
    await access(socketPath, constants.R_OK | constants.W_OK);
    const reply = await callVarlink(
      socketPath,
      'org.varlink.service.GetInterfaceDescription',
      { interface: 'io.systemd.sysext' },
      PROBE_TIMEOUT_MS,
    );
    const description = String(reply['description'] ?? '');
    return /\bmethod\s+Merge\b/.test(description) && (isRoot || description.includes('allowInteractiveAuthentication'));
  } catch {
    return false;
  }
}

const METHODS = { merge: 'Merge', unmerge: 'Unmerge', refresh: 'Refresh' } as const;

/** Merges by systemd's own interface; what it does not offer is left to `other`, which is direct for root. */
export function varlinkExecutor(socketPath: string, other: Executor): Executor {
  const isRoot = other.kind === 'direct';
  return {
    kind: isRoot ? other.kind : 'varlink',
    sentence: isRoot
      ? other.sentence
      : 'systemd itself merges and asks polkit for permission; for the rest the helper is started.',
    helper: other.helper,
    run: async (step, onProgress) => {
      const { verb } = step;
      if (verb !== 'merge' && verb !== 'unmerge' && verb !== 'refresh') return other.run(step, onProgress);
      // systemd's interface has no parameter for it.
      if (step.mutable !== null) return other.run(step, onProgress);
      // systemd has one action for both; that its check is skipped is a leave of its own.
      if (step.force && !isRoot) return other.run(step, onProgress);
      try {
        await callVarlink(
          socketPath,
          `io.systemd.sysext.${METHODS[verb]}`,
          parametersOf(step, isRoot),
          CALL_TIMEOUT_MS,
        );
        return [`systemd answered that ${verb} is done.`];
      } catch (error) {
        throw error instanceof VarlinkError ? explain(error, verb, step.class) : error;
      }
    },
  };
}

/** Unmerge takes no force; before 262 nobody but root is served, and a parameter for others is not known. */
function parametersOf(
  { verb, class: extensionClass, force }: MergeStep,
  isRoot: boolean,
): Readonly<Record<string, unknown>> {
  return {
    class: extensionClass,
    ...(verb === 'unmerge' ? {} : { force }),
    ...(isRoot ? {} : { allowInteractiveAuthentication: true }),
  };
}

function explain(error: VarlinkError, verb: string, extensionClass: ExtensionClass): VeneerError {
  const detail = `${error.code} ${JSON.stringify(error.parameters)}`;
  switch (error.code) {
    case 'io.systemd.InteractiveAuthenticationRequired':
      return new VeneerError('no-auth-agent', 'Nobody can be asked for permission here. Nothing was changed.', {
        nextStep: 'Run it in a desktop session, start pkttyagent in this one, or use sudo.',
        detail,
      });
    case 'org.varlink.service.PermissionDenied':
      // systemd does not tell a question that was dismissed from one that was answered wrongly (measured on 262).
      return new VeneerError('not-authorized', 'polkit did not allow it, or was dismissed. Nothing was changed.', {
        nextStep: 'Apply again and confirm, or ask an administrator, or run Veneer as a user who may.',
        detail,
      });
    default:
      return new VeneerError('systemd-failed', `systemd could not ${verb} extensions of class ${extensionClass}.`, {
        nextStep: 'What was merged before is still merged. Look at the entries marked broken.',
        detail,
      });
  }
}
