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

// The three are annotated, so that the page, which takes of a change what it asks for, carries no text of polkit.

/* @__NO_SIDE_EFFECTS__ */
export function keptAction(
  lets: string,
  description: string,
  message: string,
  implies: readonly string[] = [],
): HelperAction {
  return { asked: 'kept', implies, lets, description, message: `Authentication is required to ${message}` };
}

/* @__NO_SIDE_EFFECTS__ */
export function everyTime(
  lets: string,
  description: string,
  message: string,
  implies: readonly string[] = [],
): HelperAction {
  return { ...keptAction(lets, description, message, implies), asked: 'always' };
}

/** The verbs that have these actions, for what another one covers besides. */
/* @__NO_SIDE_EFFECTS__ */
export function verbsOf<Verb extends string>(actions: Readonly<Record<Verb, HelperAction>>): readonly Verb[] {
  return Object.keys(actions) as Verb[];
}
