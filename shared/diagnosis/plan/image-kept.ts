import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** What becomes of images that stood where a link has to be. */
export const imageKept = rule(
  ['image-kept'],
  'sysupdate.d(5): CurrentSymlink=, which takes the place of what stands there; so does a link of Veneer',
  ({ class: extensionClass, keptImages }: PlanFacts) =>
    keptImages.map(({ path, version }) => ({
      id: 'image-kept',
      severity: 'note',
      subject: { kind: 'entry', class: extensionClass, path },
      message: messageOf('diagnosis.image-is-kept-as-version', { path, version }),
    })),
);
