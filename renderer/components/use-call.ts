import { useEffect, useState } from 'react';
import type { Message } from '../../shared/messages/message.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import { client, shownHost, useStore } from '../state/store.ts';

export interface Called<Value> {
  readonly value: Value | null;
  /** Why there is none. */
  readonly problem: Message | null;
}

/**
 * The answer of a call about one extension, asked again when what it depends on is another.
 *
 * @param id of the extension; null asks nothing
 * @param key what the answer depends on: `useOwnKey`, `useLayersKey` or the revision of the host
 */
export function useExtensionCall<Value>(
  id: string | null,
  key: string | number,
  call: (client: Client, of: { readonly host: string; readonly id: string }) => Promise<Value>,
): Called<Value> {
  const [called, setCalled] = useState<Called<Value>>({ value: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the call is the same function in every drawing, another key a new question
  useEffect(() => {
    if (id === null) return;
    let current = true;
    call(client(), { host: shownHost(), id })
      .then((value) => current && setCalled({ value, problem: null }))
      .catch((error: unknown) => current && setCalled({ value: null, problem: reportOf(error).message }));
    return () => {
      current = false;
    };
  }, [id, key]);
  return called;
}

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
