/** What became of a question that polkit asked, or could not ask. */
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import { VeneerError } from '../../../shared/model/errors.ts';
import { findProgram } from '../../host/systemd-version.ts';
import { runProgram } from '../../node/run-program.ts';

const TIMEOUT_MS = 10_000;
/** pkcheck(1), “RETURN VALUE”. */
const REFUSED = 1;
const WOULD_ASK = 2;

/**
 * Nobody is there to be asked.
 *
 * @param agentFor the process that asks, where it goes on and a person can start an agent for it; else null
 */
export function nobodyToAsk(agentFor: number | null, detail: string): VeneerError {
  return new VeneerError('no-auth-agent', messageOf('change.nobody-can-be-asked-for-permission'), {
    nextStep:
      agentFor === null
        ? messageOf('change.run-it-in-desktop-session-start')
        : messageOf('change.start-agent-for', { command: `pkttyagent --process ${agentFor}` }),
    detail,
  });
}

/**
 * polkit said no, in words that are the same for a rule and for an answer that was not right (measured on polkit 122 to 126).
 * So it is asked what it would do for the same action now, without a person: where it would ask, it did ask.
 *
 * @param action of polkit
 * @param answered said where it asked
 * @param unknown said where polkit cannot be asked
 */
export async function explainNo(
  action: string,
  detail: string,
  answered: { readonly message: Message; readonly nextStep: Message },
  unknown: { readonly message: Message; readonly nextStep: Message },
): Promise<VeneerError> {
  const now = await decisionOn(action);
  if (now === WOULD_ASK)
    return new VeneerError('not-authorized', answered.message, { nextStep: answered.nextStep, detail });
  if (now !== REFUSED)
    return new VeneerError('not-authorized', unknown.message, { nextStep: unknown.nextStep, detail });
  return new VeneerError('not-authorized', messageOf('change.polkit-did-not-allow-it-nothing'), {
    nextStep: messageOf('change.ask-administrator-or-run-veneer-as'),
    detail,
  });
}

/** The exit status of pkcheck(1) for this process; null where there is none. */
async function decisionOn(action: string): Promise<number | null> {
  const program = findProgram('pkcheck');
  if (program === null) return null;
  const args = ['--action-id', action, '--process', String(process.pid)];
  return (await runProgram(program, args, { timeoutMs: TIMEOUT_MS })).status;
}
