import { useEffect, useState } from 'react';
import type { Message } from '../../shared/messages/message.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import { client, useStore } from './store.ts';

export interface Called<Value> {
  readonly value: Value | null;
  /** Why there is none. */
  readonly problem: Message | null;
}

/**
 * The answer of a call about one extension, asked again with every new reading of the host.
 *
 * @param id of the extension; null asks nothing
 */
export function useExtensionCall<Value>(
  id: string | null,
  call: (client: Client, id: string) => Promise<Value>,
): Called<Value> {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const [called, setCalled] = useState<Called<Value>>({ value: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the call is the same function in every drawing, a new reading a new question
  useEffect(() => {
    if (id === null) return;
    let current = true;
    call(client(), id)
      .then((value) => current && setCalled({ value, problem: null }))
      .catch((error: unknown) => current && setCalled({ value: null, problem: reportOf(error).message }));
    return () => {
      current = false;
    };
  }, [id, revision]);
  return called;
}
