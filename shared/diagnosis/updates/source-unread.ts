import { foreignText } from '../../messages/message.ts';
import type { ErrorCode, ErrorReport } from '../../model/errors.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { FollowedFacts } from './followed-facts.ts';

/** An answer of a server from which nothing new is known, by the code of the error. */
const OF_SERVERS = {
  unreachable: 'source-unreachable',
  'server-error': 'source-server-error',
  'not-verified': 'source-not-verified',
  'too-large': 'source-too-large',
  'not-found': 'source-not-found',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** The end of what a program said is shown, and no more than a person reads: a server has its part in how much that is. */
const MOST_SAID = 2000;

type ServerCode = keyof typeof OF_SERVERS;

export interface SourceFacts extends Pick<FollowedFacts, 'class' | 'name'> {
  /** How the look ended. */
  readonly error: ErrorReport;
}

/** The source was asked, and what is newer is not known all the same. */
export const sourceUnread = rule(
  [...Object.values(OF_SERVERS), 'source-unusable'],
  'the answer of its server, or of systemd-sysupdate',
  (facts: SourceFacts) => {
    const { code, message, nextStep, detail } = facts.error;
    return [
      {
        id: isOfServer(code) ? OF_SERVERS[code] : 'source-unusable',
        severity: 'warning',
        subject: inExtension(facts),
        message,
        reason: saysMore(code, detail) ? foreignText(detail.trim().slice(-MOST_SAID)) : null,
        nextStep,
      },
    ];
  },
);

/** Of what nobody expected there is no more to tell it by; of systemd-sysupdate the message has its last line alone. */
const saysMore = (code: ErrorCode, detail: string | null): detail is string =>
  detail !== null && (code === 'internal' || (code === 'systemd-failed' && detail.trim().includes('\n')));

export const isOfServer = (code: ErrorCode): code is ServerCode => Object.hasOwn(OF_SERVERS, code);

/** The error of a server that was diagnosed; null for everything else. */
export function serverErrorOf(id: string): ErrorCode | null {
  const codes = Object.keys(OF_SERVERS) as ServerCode[];
  return codes.find((code) => OF_SERVERS[code] === id) ?? null;
}
