/** Starting, stopping and restarting services of an extension by name, as a person asks for it. */
import { firstNames } from '../messages/first-names.ts';
import { messageOf } from '../messages/message.ts';
import { keptAction } from './action.ts';
import type { ChangeOf, ChangeRow, HelperCall, Named, StepOf, Zod } from './row.ts';
import { wordingOf } from './wording.ts';

export const RUN_SERVICE_ACTIONS = {
  'start-services': keptAction(
    'start services whose unit file a merged extension brings',
    'Start services of system extensions',
    'start services of system extensions',
    ['stop-services', 'restart-services'],
  ),
  'stop-services': keptAction(
    'stop services whose unit file a merged extension brings, or whose files are gone',
    'Stop services of system extensions',
    'stop services of system extensions',
    ['start-services', 'restart-services'],
  ),
  'restart-services': keptAction(
    'restart services whose unit file a merged extension brings',
    'Restart services of system extensions',
    'restart services of system extensions',
    ['start-services', 'stop-services'],
  ),
};

type RunVerb = keyof typeof RUN_SERVICE_ACTIONS;

const unitFields = (z: Zod) => ({ units: z.array(z.string().max(255)).min(1).max(100) });
const fields = (z: Zod) => ({ run: z.enum(['start', 'stop', 'restart']), ...unitFields(z) });
type RunChange = ChangeOf<'run-services', typeof fields>;
export type Run = RunChange['run'];

/** What is asked of services; one that no extension here brings has its own name for that of the extension. */
export const requestRun = (run: Run, { class: extensionClass, name }: Named, units: readonly string[]): RunChange => ({
  verb: 'run-services',
  class: extensionClass,
  name,
  run,
  units: [...units],
});

export const isRun = <Change extends { readonly verb: string }>(change: Change): change is Extract<Change, RunChange> =>
  change.verb === 'run-services';

const WORDS = {
  start: wordingOf('change.button-start', 'change.title-start', 'change.did-start'),
  stop: wordingOf('change.button-stop', 'change.title-stop', 'change.did-stop'),
  restart: wordingOf('change.button-restart', 'change.title-restart', 'change.did-restart'),
};

const SENTENCES = { start: 'change.start', stop: 'change.stop', restart: 'change.restart' } as const;

export const RUN_SERVICE_CHANGES = {
  'run-services': {
    fields,
    group: 'services',
    isApart: true,
    words: ({ run, units }) => ({ wording: WORDS[run], item: units.join(', ') }),
    step: ({ class: extensionClass, run, units }): RunStep => ({
      verb: `${run}-services`,
      class: extensionClass,
      units,
      sentence: messageOf(SENTENCES[run], { units: firstNames(units) }),
    }),
    // What has lost its files cannot be started again, and a restart leaves nothing to take back.
    undo: (change, { isMerged }) => {
      if (change.run === 'restart' || !isMerged(change)) return null;
      return { to: 'change', change: { ...change, run: change.run === 'start' ? 'stop' : 'start' } };
    },
  } satisfies ChangeRow<RunChange>,
};

type RunStep = StepOf<RunVerb, typeof unitFields>;
const calling = {
  fields: unitFields,
  call: ({ verb, class: extensionClass, units }: RunStep): HelperCall<RunVerb> => ({
    verb,
    parameters: { class: extensionClass, units },
  }),
};
export const RUN_SERVICE_STEPS = { 'start-services': calling, 'stop-services': calling, 'restart-services': calling };
