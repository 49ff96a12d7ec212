/** What is said of a name that no extension has, with the one that may have been meant. */
import { statSync } from 'node:fs';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { nearestWord } from '../../shared/messages/nearest-word.ts';
import { VeneerError } from '../../shared/model/errors.ts';

export function noSuchName(names: readonly string[], name: string): VeneerError {
  return new VeneerError('not-found', messageOf('cli.there-is-no-extension', { name }), {
    nextStep: stepFor(names, name),
  });
}

/** For commands that take a path as well: a folder that is here has to be told from a name. */
export function neitherNameNorPath(names: readonly string[], name: string): VeneerError {
  return new VeneerError('not-found', messageOf('cli.neither-file-nor-extension', { name }), {
    nextStep: statSync(name, { throwIfNoEntry: false })?.isDirectory()
      ? messageOf('cli.it-is-folder-here', { name })
      : stepFor(names, name),
  });
}

/** Of portable services. */
export function noSuchImage(names: readonly string[], name: string): VeneerError {
  const meant = nearestWord(name, names);
  return new VeneerError('not-found', messageOf('portable.no-image', { image: name }), {
    nextStep: meant === null ? messageOf('portable.see-list') : messageOf('cli.did-you-mean', { meant }),
  });
}

function stepFor(names: readonly string[], name: string): Message {
  const meant = nearestWord(name, names);
  return meant === null ? messageOf('cli.see-what-is-there-with-list') : messageOf('cli.did-you-mean', { meant });
}
