import { storesOf } from '../../images/store.ts';
import { type Message, messageOf } from '../../messages/message.ts';
import type { TransferFile } from '../../sysupdate/transfer-file.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { FollowedFacts } from './followed-facts.ts';

/** The transfer file wants its images where, or named as, Veneer installs none. */
export const layoutUnknown = rule(
  ['layout-unknown'],
  'sysupdate.d(5): Path=, MatchPattern= and CurrentSymlink= of [Target]',
  (facts: FollowedFacts) => {
    const { component, transfer, transfers, isOutOfReach } = facts;
    if (!isOutOfReach || component === '' || transfers > 1 || transfer === null) return [];
    return [
      {
        id: 'layout-unknown',
        severity: 'warning',
        subject: inExtension(facts),
        message: whyNotInstalled(facts, transfer),
        nextStep: messageOf('diagnosis.install-systemd-sysupdate'),
      },
    ];
  },
);

function whyNotInstalled(
  { class: extensionClass, name, component }: FollowedFacts,
  { target: { path, currentSymlink: link, patterns } }: TransferFile,
): Message {
  if (link === null) return messageOf('diagnosis.transfer-file-names-no-link', { name: component });
  const isKnown = storesOf(extensionClass).some(
    ({ store, directory }) => [store, `${store}/${name}`].includes(path) && link === `${directory}/${name}.raw`,
  );
  if (!isKnown) return messageOf('diagnosis.transfer-file-wants-layout', { name: component, folder: path, link });
  return messageOf('diagnosis.transfer-file-calls-images', {
    name: component,
    pattern: patterns[0] ?? '',
    own: `${name}-VERSION-ARCHITECTURE.raw`,
  });
}
