/** Which users and groups a file of sysusers.d(5) declares. */

export interface DeclaredUser {
  readonly kind: 'user' | 'group';
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
}

/** `u` makes a user, and `g` a group; an exclamation mark locks the user (257). */
const DECLARES = /^\s*(u!?|g)\s+(?:"([^"\s]+)"|'([^'\s]+)'|([^"'\s]+))(?:\s|$)/;
/** What systemd takes for a name at all (valid_user_group_name() of user-util.c), without specifiers. */
const NAME = /^[a-zA-Z_][a-zA-Z0-9_.-]{0,255}$/;

/** @returns those whose names can be told without a specifier */
export function parseSysusers(text: string): DeclaredUser[] {
  return text.split('\n').flatMap((line, at): DeclaredUser[] => {
    const [, type, ...names] = DECLARES.exec(line) ?? [];
    const name = names.find((one) => one !== undefined);
    if (type === undefined || name === undefined || !NAME.test(name)) return [];
    return [{ kind: type === 'g' ? 'group' : 'user', name, line: at + 1 }];
  });
}
