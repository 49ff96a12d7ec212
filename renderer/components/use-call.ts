import { useEffect, useState } from 'react';
import type { Message } from '../../shared/messages/message.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import { client, shownHost, useStore } from '../state/store.ts';

export interface Called<Value> {
  readonly value: Value | null;
  /** Why there is none. */
  readonly problem: Message | null;
  /** Whether it is being asked, for the first time. */
  readonly isWaiting: boolean;
}

/**
 * The answer of a call about the host that is shown, asked again when what it depends on is another.
 *
 * @param key what the answer depends on; null asks nothing
 */
export function useCall<Value>(
  key: string | null,
  call: (client: Client, of: { readonly host: string }) => Promise<Value>,
): Called<Value> {
  const [called, setCalled] = useState<Called<Value>>({ value: null, problem: null, isWaiting: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the call is the same function in every drawing, another key a new question
  useEffect(() => {
    if (key === null) return;
    let current = true;
    call(client(), { host: shownHost() })
      .then((value) => current && setCalled({ value, problem: null, isWaiting: false }))
      .catch(
        (error: unknown) => current && setCalled({ value: null, problem: reportOf(error).message, isWaiting: false }),
      );
    return () => {
      current = false;
    };
  }, [key]);
  return key === null ? { ...called, isWaiting: false } : called;
}

/**
 * The answer of a call about one extension, asked again when what it depends on is another.
 *
 * @param id of the extension; null asks nothing
 * @param key what the answer depends on: `useOwnKey`, `useLayersKey` or the revision of the host
 */
export const useExtensionCall = <Value>(
  id: string | null,
  key: string | number,
  call: (client: Client, of: { readonly host: string; readonly id: string }) => Promise<Value>,
): Called<Value> => useCall(id === null ? null : `${id} ${key}`, (api, { host }) => call(api, { host, id: id ?? '' }));

/** Names the state of one extension: for what is asked of its content alone. */
export const useOwnKey = (id: string): string => useStore((state) => state.snapshot?.keys[id] ?? '');

/** Names the state of all layers of its class: for what depends on the others too. */
export function useLayersKey(id: string): string {
  return useStore(({ snapshot }) => {
    const extensionClass = id.startsWith('confext') ? 'confext' : 'sysext';
    return `${snapshot?.keys[id]} ${snapshot?.layersKeys[extensionClass]}`;
  });
}

export const useRevision = (): number => useStore((state) => state.snapshot?.revision ?? 0);
