/** What is said of a command line that cannot be understood. */

import { foreignText, joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import { nearestWord } from '../../shared/messages/nearest-word.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { RowName } from './table/commands.ts';
import { ofSystemd } from './table/of-systemd.ts';
import { OPTIONS } from './table/options.ts';

/** @param error of node:util; one of systemd's options that Veneer does not take is `unsupported` */
export function misreadError({ code, message }: NodeJS.ErrnoException): VeneerError {
  const option = /'(-[^']*)'/.exec(message)?.[1];
  if (option === undefined) return misuseError(foreignText(message));
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return misuseError(misreadValue(option, message));
  const known = ofSystemd(option);
  if (known !== undefined) {
    const what = messageOf('cli.does-not-take-option', { option });
    return new VeneerError('unsupported', joinTexts([what, known.why], ' '), { nextStep: known.instead });
  }
  const meant = nearestWord(option.replace(/^--?/, ''), Object.keys(OPTIONS));
  return misuseError(messageOf('cli.there-is-no-option', { option }), meant === null ? null : `--${meant}`);
}

/** Which of the three things is wrong, node:util tells by its words alone. */
function misreadValue(option: string, message: string): Message {
  if (message.includes('does not take')) return messageOf('cli.option-does-not-take-argument', { option });
  if (message.includes('ambiguous')) return messageOf('cli.option-argument-is-ambiguous', { option });
  return messageOf('cli.option-argument-missing', { option });
}

export function misuseError(what: Message, meant: string | null = null, row: RowName | null = null): VeneerError {
  const command = row === null ? 'veneer --help' : `veneer help ${row}`;
  return new VeneerError('invalid-input', what, {
    nextStep:
      meant === null ? messageOf('cli.see', { command }) : messageOf('cli.did-you-mean-see', { meant, command }),
  });
}

export const takesOneOf = (what: string, words: readonly string[]) =>
  messageOf('cli.takes-one-of', { what, words: words.join(', ') });
