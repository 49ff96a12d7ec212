/** What is said of a name that no extension has, with the one that may have been meant. */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { nearestWord } from './nearest.ts';

export function noSuchName(names: readonly string[], name: string): VeneerError {
  const meant = nearestWord(name, names);
  return new VeneerError('not-found', messageOf('cli.there-is-no-extension', { name }), {
    nextStep: meant === null ? messageOf('cli.see-what-is-there-with-list') : messageOf('cli.did-you-mean', { meant }),
  });
}
