/** The words of a command line, as node:util parts them. */

import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { misreadError, misuseError, takesOneOf } from './misuse.ts';
import { namesVersion } from './table/commands.ts';
import { OPTIONS, type OptionName, optionOf } from './table/options.ts';

/** As node:util wants them. */
const PARSED = Object.fromEntries(
  Object.keys(OPTIONS).map((name) => {
    const { type, short } = optionOf(name as OptionName);
    return [name, { type, ...(short === undefined ? {} : { short }) }];
  }),
);

/** Of a command that `--version` names one for. */
const PARSED_VERSION = { ...PARSED, version: { type: 'string' } as const };

export interface Words {
  readonly positionals: readonly string[];
  /** What was given, by name; of an option without a value `true`. */
  readonly given: ReadonlyMap<OptionName, string | true>;
}

/** @throws {VeneerError} `invalid-input` for an option that there is not, or that has no value or one too many; `unsupported` for one of systemd's alone */
export function readWords(given: readonly string[]): Words {
  const { args, json } = withoutJsonMode(given);
  const options = namesVersion(firstWord(args)) ? PARSED_VERSION : PARSED;
  const found = new Map<OptionName, string | true>();
  try {
    const { positionals, tokens } = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
    for (const token of tokens) {
      if (token.kind !== 'option') continue;
      const name = token.name as OptionName;
      if (token.value !== undefined && found.has(name))
        throw misuseError(messageOf('cli.option-given-more-than-once', { name }));
      found.set(name, token.value ?? (name === 'json' ? (json ?? true) : true));
    }
    return { positionals, given: found };
  } catch (error) {
    if (error instanceof VeneerError) throw error;
    throw misreadError(error as NodeJS.ErrnoException);
  }
}

const JSON_MODES = ['pretty', 'short', 'off'] as const;
const WITH_MODE = '--json=';

/** node:util knows no option whose value may be left out, as `--json` and `--json=short`. */
function withoutJsonMode(given: readonly string[]): { readonly args: readonly string[]; readonly json: string | null } {
  const end = given.indexOf('--');
  let json: string | null = null;
  const args = given.map((word, at) => {
    if (!word.startsWith(WITH_MODE) || (end >= 0 && at > end)) return word;
    const mode = JSON_MODES.find((one) => one === word.slice(WITH_MODE.length));
    if (mode === undefined) throw misuseError(takesOneOf('--json', JSON_MODES));
    json = mode;
    return '--json';
  });
  return { args, json };
}

/** The command, as far as it can be told before it is known which options have a value. */
function firstWord(args: readonly string[]): string | undefined {
  const { tokens } = parseArgs({
    args: [...args],
    options: PARSED,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  return tokens.find((token) => token.kind === 'positional')?.value;
}
