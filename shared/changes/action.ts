/** Who may ask the helper for what: what a verb says to polkit. Each verb has one, in the file of the change that it is for. */

/**
 * `kept`: whoever sits at the machine in an active session is asked, and not again for some minutes (auth_admin_keep); from
 * everywhere else every time. `always`: every time, wherever the session is (auth_admin).
 */
export type Asked = 'kept' | 'always';

export interface HelperAction {
  readonly asked: Asked;
  /** What a yes covers besides, as verbs: the merge that brings a change into effect, and the services that go with it. */
  readonly implies: readonly string[];
  /** What it lets somebody do, for SECURITY.md. */
  readonly lets: string;
  /** For polkit: a title, and the question. pkexec puts the whole call in for `$(command_line)`, and nothing else of it. */
  readonly description: string;
  readonly message: string;
}

export const keptAction = (
  lets: string,
  description: string,
  message: string,
  implies: readonly string[] = [],
): HelperAction => ({ asked: 'kept', implies, lets, description, message: `Authentication is required to ${message}` });

export const everyTime = (
  lets: string,
  description: string,
  message: string,
  implies: readonly string[] = [],
): HelperAction => ({ ...keptAction(lets, description, message, implies), asked: 'always' });

/** The verbs that have these actions, for what another one covers besides. */
export const verbsOf = <Verb extends string>(actions: Readonly<Record<Verb, HelperAction>>): readonly Verb[] =>
  Object.keys(actions) as Verb[];
