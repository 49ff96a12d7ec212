/** Which other release is looked at, and what it would make of the extensions. */
import { useEffect, useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import type { NextOs } from '../../../shared/model/next-os.ts';
import type { OtherRelease, WhatIf, WhatIfRequest } from '../../../shared/model/what-if.ts';
import { RELEASE_FIELDS, type ReleaseField } from '../../../shared/systemd/release-fields.ts';
import { useRevision } from '../../components/use-call.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';

/** What a person chose: the host as it is, one of the known releases, or fields of their own. */
export const NOW = 'now';
export const OTHER = 'other';

type Fields = Readonly<Record<ReleaseField, string>>;

export interface Chosen {
  /** As a person reads it. */
  readonly title: string;
  readonly request: Pick<WhatIfRequest, 'fields' | 'systemdVersion'>;
  /** null for fields that a person filled in. */
  readonly known: OtherRelease | null;
}

export interface ReleaseChoice {
  /** null until they are known. */
  readonly releases: readonly OtherRelease[] | null;
  /** `NOW`, `OTHER`, or the key of a release. */
  readonly key: string;
  choose(key: string): void;
  /** null for the host as it is. */
  readonly chosen: Chosen | null;
  /** What a person filled in. */
  readonly fields: Fields;
  setFields(fields: Fields): void;
}

export const keyOfRelease = ({ from, title }: OtherRelease): string => `${from} ${title.text}`;

/** The release that runs next is chosen by itself where one is known. */
export function useReleaseChoice(osRelease: Readonly<Record<string, string>>): ReleaseChoice {
  const revision = useRevision();
  const lists = useStore((state) => state.catalog?.revision ?? 0);
  const [releases, setReleases] = useState<readonly OtherRelease[] | null>(null);
  const [own, setOwn] = useState<string | null>(null);
  const [fields, setFields] = useState(
    () => Object.fromEntries(RELEASE_FIELDS.map((field) => [field, osRelease[field] ?? ''])) as Fields,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading of the host or of the lists may know of others
  useEffect(() => {
    let current = true;
    client()
      .system.otherReleases({ host: shownHost() })
      .then((found) => current && setReleases(found))
      .catch((error: unknown) => {
        if (!current) return;
        setReleases([]);
        store.getState().fail(error);
      });
    return () => {
      current = false;
    };
  }, [revision, lists]);
  const next = releases?.find(({ isNext }) => isNext);
  const isThere = own === NOW || own === OTHER || releases?.some((one) => keyOfRelease(one) === own) === true;
  const key = own !== null && isThere ? own : next === undefined ? NOW : keyOfRelease(next);
  const known = releases?.find((one) => keyOfRelease(one) === key) ?? null;
  const title = [fields.ID, fields.VERSION_ID].filter((one) => one !== '').join(' ');
  const chosen =
    key === OTHER
      ? { title, request: { fields, systemdVersion: null }, known: null }
      : known === null
        ? null
        : {
            title: say(known.title),
            request: { fields: known.fields, systemdVersion: known.systemdVersion },
            known,
          };
  return { releases, key, choose: setOwn, chosen, fields, setFields };
}

export interface Outlook {
  /** null until it is there. */
  readonly outcomes: readonly WhatIf[] | null;
  /** Whether the first answer is still on its way: what is drawn before would move. */
  readonly isFirst: boolean;
  /** What is published for it; null where nobody asked yet. */
  readonly builds: NextOs | null;
  readonly isLooking: boolean;
  /** Asks the servers for builds that fit. */
  look(): void;
}

/** @param chosen null asks nothing */
export function useOutlook(chosen: Chosen | null): Outlook {
  const revision = useRevision();
  const [outcomes, setOutcomes] = useState<Answer<readonly WhatIf[]> | null>(null);
  const [builds, setBuilds] = useState<Answer<NextOs> | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [isLooking, setLooking] = useState(false);
  const asked = chosen === null ? '' : JSON.stringify(chosen.request);
  const isDeployed = chosen?.known?.from === 'staged' || chosen?.known?.from === 'newer';
  const wantsBuilds = isDeployed || builds?.asked === asked;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading of the host may change every outcome
  useEffect(() => {
    if (chosen === null) return;
    let current = true;
    const { fail } = store.getState();
    client()
      .system.whatIf({ host: shownHost(), ...chosen.request })
      .then((value) => current && setOutcomes({ asked, value }))
      .catch((error: unknown) => {
        if (!current) return;
        setFailed(asked);
        fail(error);
      });
    if (wantsBuilds) {
      client()
        .system.buildsFor({ host: shownHost(), ...chosen.request, ask: false })
        .then((value) => current && setBuilds({ asked, value }))
        .catch((error: unknown) => current && fail(error));
    }
    return () => {
      current = false;
    };
  }, [asked, revision]);
  const look = async () => {
    if (chosen === null) return;
    setLooking(true);
    try {
      const value = await client().system.buildsFor({ host: shownHost(), ...chosen.request, ask: true });
      setBuilds({ asked, value });
    } finally {
      setLooking(false);
    }
  };
  return {
    outcomes: outcomes?.asked === asked ? outcomes.value : null,
    isFirst: chosen !== null && outcomes === null && failed !== asked,
    builds: builds?.asked === asked ? builds.value : null,
    isLooking,
    look: () => inBackground(look()),
  };
}

/** What was answered to which question: an answer to the one before is none. */
interface Answer<Value> {
  readonly asked: string;
  readonly value: Value;
}
