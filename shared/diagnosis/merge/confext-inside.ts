import { messageOf } from '../../messages/message.ts';
import { type Found, rule } from '../rule.ts';
import { inLayer, type MergeFacts } from './facts.ts';

const CONFEXTS = /^usr\/(?:local\/)?lib\/confexts\/([^/]+)/;

/** A confext inside a sysext is listed, but systemd-confext.service has run before it is there. */
export const confextInside = rule(['confext-inside'], 'systemd issue 38838', (facts: MergeFacts) =>
  facts.class !== 'sysext'
    ? []
    : facts.layers.flatMap(({ name, survey }): Found<'confext-inside'>[] => {
        const inside = new Map<string, string>();
        for (const path of [...(survey?.others.keys() ?? []), ...(survey?.folders.keys() ?? [])]) {
          const [at, confext] = CONFEXTS.exec(path) ?? [];
          if (at !== undefined && confext !== undefined) inside.set(confext, at);
        }
        return [...inside].map(([confext, path]) => ({
          id: 'confext-inside',
          severity: 'warning',
          subject: inLayer(facts, name, path),
          message: messageOf('extension.configuration-extension-in-it-is-listed', { name: confext }),
        }));
      }),
);
