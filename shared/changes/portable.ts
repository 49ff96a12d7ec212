/** Attaching, detaching and attaching anew the images of portable services. They are no extensions: nothing is merged by it. */
import { joinTexts, type Message, messageOf } from '../messages/message.ts';
import { keptAction } from './action.ts';
import { AROUND_CONFEXT } from './merge.ts';
import type { ChangeOf, ChangeRow, HelperCall, StepOf, Zod } from './row.ts';
import { type Wording, wordingOf } from './wording.ts';

export const PORTABLE_ACTIONS = {
  'attach-portable': keptAction(
    'attach an image of root’s own in the search directories of portable services, and start and enable its services',
    'Attach portable services',
    'attach the services of a portable image',
    AROUND_CONFEXT,
  ),
  'detach-portable': keptAction(
    'stop, disable and detach the services of a portable image',
    'Detach portable services',
    'detach the services of a portable image',
    AROUND_CONFEXT,
  ),
  'reattach-portable': keptAction(
    'put an image of root’s own, or another version of it, in the place of one that is attached',
    'Attach portable services anew',
    'attach the services of a portable image anew',
    AROUND_CONFEXT,
  ),
};

type PortableVerb = keyof typeof PORTABLE_ACTIONS;

/** How an image is attached. */
const howFields = (z: Zod) => ({
  /** The names of extension images on top of it, in their order. */
  extensions: z.array(z.string().min(1).max(255)).max(32),
  profile: z.string().min(1).max(200),
  /** What the names of its units begin with; empty for the name of the image. */
  prefixes: z.array(z.string().min(1).max(255)).max(64),
  /** Until the next boot only. */
  runtime: z.boolean(),
  /** Starts its services, restarts those that run, or stops them before it is detached. */
  now: z.boolean(),
  /** Has them started at boot. */
  atBoot: z.boolean(),
});
const fields = (z: Zod) => ({
  do: z.enum(['attach', 'detach', 'reattach']),
  ...howFields(z),
  /** How it was attached before, by which that comes again; null where it was not, or nobody can tell. */
  was: z.object({ name: z.string(), ...howFields(z) }).nullable(),
});

type PortableChange = ChangeOf<'attachment', typeof fields>;
/** How an image of this name is attached. */
export type AttachedAs = Omit<PortableChange, 'verb' | 'class' | 'do' | 'was'>;

/**
 * @param how it is to be attached; of one that is detached, how that is
 * @param was how it is attached now; null where it is not, or that cannot be told
 */
export const requestPortable = (
  what: PortableChange['do'],
  how: AttachedAs,
  was: AttachedAs | null,
): PortableChange => ({ verb: 'attachment', class: 'sysext', do: what, ...how, was });

const WORDS: Readonly<Record<PortableChange['do'], Wording>> = {
  attach: wordingOf('change.button-attach', 'change.title-attach', 'change.did-attach'),
  detach: { ...wordingOf('change.button-detach', 'change.title-detach', 'change.did-detach'), destroys: true },
  reattach: wordingOf('change.button-reattach', 'change.title-reattach', 'change.did-reattach'),
};

const asIs = ({ name, extensions, profile, prefixes, runtime, now, atBoot }: AttachedAs): AttachedAs => ({
  name,
  extensions,
  profile,
  prefixes,
  runtime,
  now,
  atBoot,
});

export const PORTABLE_CHANGES = {
  attachment: {
    fields,
    group: 'services',
    isApart: true,
    words: ({ do: what, name }) => ({ wording: WORDS[what], item: name }),
    step: (change): AttachStep | DetachStep => {
      const { class: extensionClass, name, now } = change;
      const sentence = sentenceOf(change);
      return change.do === 'detach'
        ? { verb: 'detach-portable', class: extensionClass, name, now, sentence }
        : { verb: `${change.do}-portable`, class: extensionClass, ...asIs(change), sentence };
    },
    undo: (change) => {
      const { do: what, was } = change;
      if (what === 'attach')
        return { to: 'change', change: requestPortable('detach', { ...asIs(change), now: true }, asIs(change)) };
      if (was === null) return null;
      const back =
        what === 'detach' ? requestPortable('attach', was, null) : requestPortable('reattach', was, asIs(change));
      return { to: 'change', change: back };
    },
  } satisfies ChangeRow<PortableChange>,
};

/** What is done, and what becomes of its services, which a person agrees to as well. */
function sentenceOf(change: PortableChange): Message {
  const { do: what, now, atBoot } = change;
  const [start, restart] = [messageOf('change.portable-start'), messageOf('change.portable-restart')];
  const services = [
    ...(now ? [what === 'attach' ? start : restart] : []),
    ...(atBoot ? [messageOf('change.portable-start-at-boot')] : []),
  ];
  return what === 'detach' || services.length === 0
    ? mainSentenceOf(change)
    : joinTexts([mainSentenceOf(change), ...services], ', ');
}

function mainSentenceOf({ do: what, name, extensions, profile, runtime, now }: PortableChange): Message {
  if (what === 'detach') return messageOf(now ? 'change.stop-and-detach' : 'change.detach', { name });
  if (what === 'reattach') return messageOf('change.attach-anew', { name, profile });
  const all = [name, ...extensions].join(' + ');
  return messageOf(runtime ? 'change.attach-until-boot' : 'change.attach', { name: all, profile });
}

const attachFields = (z: Zod) => ({ name: z.string(), ...howFields(z) });
const nameFields = (z: Zod) => ({ name: z.string(), now: z.boolean() });
type AttachStep = StepOf<'attach-portable' | 'reattach-portable', typeof attachFields>;
type DetachStep = StepOf<'detach-portable', typeof nameFields>;

const attaching = {
  fields: attachFields,
  writesEtc: () => true,
  call: (step: AttachStep): HelperCall<PortableVerb> => ({
    verb: step.verb,
    parameters: { class: step.class, ...asIs(step) },
  }),
};

export const PORTABLE_STEPS = {
  'attach-portable': attaching,
  'detach-portable': {
    fields: nameFields,
    writesEtc: () => true,
    call: ({ verb, class: extensionClass, name, now }: DetachStep): HelperCall<PortableVerb> => ({
      verb,
      parameters: { class: extensionClass, name, now },
    }),
  },
  'reattach-portable': attaching,
};
