/** A line in the journal for every call: who asked, for what, and how it ended. */
import { findProgram, runProgram } from './programs.ts';
import type { HelperRequest } from './request.ts';

/**
 * Writes the line through logger(1), which speaks the journal's own protocol. Changes of a tree that is not the
 * running system are nobody's business but its owner's. Where there is no journal the change goes on without.
 *
 * @param outcome `done`, or the code of the error
 */
export async function record(
  request: HelperRequest,
  environment: Readonly<Record<string, string | undefined>>,
  outcome: string,
): Promise<void> {
  const logger = findProgram('logger');
  if (request.root !== '/' || logger === null) return;
  const { verb, root: _, ...parameters } = request;
  const by = environment['PKEXEC_UID'] ?? environment['SUDO_UID'] ?? String(process.getuid?.() ?? '?');
  const what = JSON.stringify(parameters);
  const fields = [
    `MESSAGE=veneer: ${verb} ${what} for user ${by}: ${outcome}`,
    'SYSLOG_IDENTIFIER=veneer-helper',
    `PRIORITY=${outcome === 'done' ? 6 : 4}`,
    `VENEER_VERB=${verb}`,
    `VENEER_PARAMETERS=${what}`,
    `VENEER_USER=${by}`,
    `VENEER_OUTCOME=${outcome}`,
  ];
  // JSON has no line breaks of its own, so no parameter can add a field.
  await runProgram(logger, ['--journald'], { input: `${fields.join('\n')}\n` }).catch(() => {});
}
