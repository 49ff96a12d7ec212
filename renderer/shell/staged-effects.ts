/** What applying the staged changes comes to, in one line. */
import { switchesOn } from '../../shared/changes/switch.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Plan } from '../../shared/model/plan.ts';

/** More names than these are counted. */
const MOST_NAMES = 3;

type PlannedEffects = Pick<Plan, 'unitsGained' | 'unitsLost'> & {
  readonly outcomes: readonly Pick<Plan['outcomes'][number], 'class' | 'before' | 'after'>[];
};

/** What is switched, what else comes or goes with the merge, and which services. */
export function stagedEffects(staged: readonly Change[], { outcomes, unitsGained, unitsLost }: PlannedEffects): string {
  const switched = new Set(staged.map(({ class: extensionClass, name }) => `${extensionClass}:${name}`));
  const along = (from: 'before' | 'after', to: 'before' | 'after') =>
    outcomes.flatMap((one) =>
      one[to].filter((name) => !one[from].includes(name) && !switched.has(`${one.class}:${name}`)),
    );
  const namesOf = (isOn: boolean) => staged.filter((one) => switchesOn(one) === isOn).map(({ name }) => name);
  const parts = [
    listed(namesOf(false), 'Disable {names}', 'Disable {count} extensions'),
    listed(namesOf(true), 'Enable {names}', 'Enable {count} extensions'),
    listed(along('before', 'after'), 'Merge {names}', 'Merge {count} more'),
    listed(along('after', 'before'), 'Unmerge {names}', 'Unmerge {count} more'),
    services(unitsGained, '{unit} is added', '{count} service is added', '{count} services are added'),
    services(unitsLost, '{unit} is taken away', '{count} service is taken away', '{count} services are taken away'),
  ];
  const told = parts.filter((part) => part !== null);
  return told.length === 0 ? t('Nothing changes until the next merge.') : told.join(' · ');
}

type Named = 'Disable {names}' | 'Enable {names}' | 'Merge {names}' | 'Unmerge {names}';
type Counted =
  | 'Disable {count} extensions'
  | 'Enable {count} extensions'
  | 'Merge {count} more'
  | 'Unmerge {count} more';

function listed(names: readonly string[], few: Named, many: Counted): string | null {
  if (names.length === 0) return null;
  return names.length <= MOST_NAMES ? t(few, { names: names.join(', ') }) : t(many, { count: names.length });
}

function services(
  units: readonly string[],
  one: '{unit} is added' | '{unit} is taken away',
  single: '{count} service is added' | '{count} service is taken away',
  many: '{count} services are added' | '{count} services are taken away',
): string | null {
  const [first] = units;
  if (first === undefined) return null;
  return units.length === 1 ? t(one, { unit: first }) : counted(units.length, single, many);
}
