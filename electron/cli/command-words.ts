/** The words of a command line, as node:util parts them. */

import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { asMisuse, misuseError } from './misuse.ts';
import { OPTIONS, type OptionName, optionOf } from './table/options.ts';

/** As node:util wants them. The version of `follow` is a stream; with every other command it asks for Veneer's own. */
const PARSED = Object.fromEntries(
  Object.keys(OPTIONS).map((name) => {
    const { type, short } = optionOf(name as OptionName);
    return [name, { type, ...(short === undefined ? {} : { short }) }];
  }),
);

const PARSED_STREAM = { ...PARSED, version: { type: 'string' } as const };

export interface Words {
  readonly positionals: readonly string[];
  /** What was given, by name; of an option without a value `true`. */
  readonly given: ReadonlyMap<OptionName, string | true>;
}

/** @throws {VeneerError} `invalid-input` for an option that there is not, or that has no value or one too many */
export function readWords(args: readonly string[]): Words {
  const options = args.includes('follow') && firstWord(args) === 'follow' ? PARSED_STREAM : PARSED;
  const given = new Map<OptionName, string | true>();
  try {
    const { positionals, tokens } = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
    for (const token of tokens) {
      if (token.kind !== 'option') continue;
      const name = token.name as OptionName;
      if (token.value !== undefined && given.has(name))
        throw misuseError(messageOf('cli.option-given-more-than-once', { name }));
      given.set(name, token.value ?? true);
    }
    return { positionals, given };
  } catch (error) {
    if (error instanceof VeneerError) throw error;
    throw misuseError(...asMisuse(error as NodeJS.ErrnoException));
  }
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
