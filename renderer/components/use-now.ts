import { useEffect, useState } from 'react';

const STEP_MS = 30_000;

/** The time, in milliseconds since 1970, drawn anew twice a minute: for what says how long ago something was. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
