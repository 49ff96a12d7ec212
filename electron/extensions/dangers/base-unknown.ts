/** While a merge lies over the base, what a merged extension has hides what the base has at the same paths. */
import { messageOf } from '../../../shared/messages/message.ts';
import type { Danger, Rule } from './facts.ts';
import { parentOf } from './facts.ts';

/** What cannot be told is said once for an extension, never passed over as if it were fine. */
export const baseUnknown: Rule = ({ layers, base }) =>
  layers.flatMap(({ name, survey }): Danger[] => {
    if (survey === null) return [];
    const paths = [...survey.folders.keys(), ...survey.others.keys()];
    const hidden = paths.filter((path) => parentOf(path) !== '' && base.at(path).kind === 'unknown');
    const [path] = hidden;
    if (path === undefined) return [];
    const message = messageOf('extension.whether-it-hides-folders-or-links', { count: hidden.length });
    return [{ extension: name, kind: 'base-unknown', severity: 'note', path: '', message }];
  });
