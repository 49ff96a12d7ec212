/** While a merge lies over the base, what a merged extension has hides what the base has at the same paths. */
import { messageOf } from '../../messages/message.ts';
import { type Found, rule } from '../rule.ts';
import { inLayer, type MergeFacts, parentOf } from './facts.ts';

/** What cannot be told is said once for an extension, never passed over as if it were fine. */
export const baseUnknown = rule(
  ['base-unknown'],
  'overlayfs: of what two layers have at a path the upper one alone is seen',
  (facts: MergeFacts) =>
    facts.layers.flatMap(({ name, survey }): Found<'base-unknown'>[] => {
      if (survey === null) return [];
      const paths = [...survey.folders.keys(), ...survey.others.keys()];
      const hidden = paths.filter((path) => parentOf(path) !== '' && facts.base.at(path).kind === 'unknown');
      if (hidden.length === 0) return [];
      const message = messageOf('extension.whether-it-hides-folders-or-links', { count: hidden.length });
      return [{ id: 'base-unknown', severity: 'note', subject: inLayer(facts, name), message }];
    }),
);
