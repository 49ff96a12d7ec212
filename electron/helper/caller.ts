/** Who asked, for what is written down of a call. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** The number of the user behind pkexec or sudo, else of who runs this; null where it is told as no number. */
export function callerOf(environment: Environment): number | null {
  const by = environment['PKEXEC_UID'] ?? environment['SUDO_UID'] ?? String(process.getuid?.() ?? '');
  const isUser = /^\d{1,10}$/.test(by) && Number(by) < 2 ** 32 - 1;
  return isUser ? Number(by) : null;
}
