import type { ViewName } from '../state/view-slice.ts';

/** What each view is called. */
export const VIEW_TITLES = {
  extensions: 'Extensions',
  catalog: 'Catalog',
  updates: 'Updates',
  host: 'Host',
  doctor: 'Doctor',
  history: 'History',
  fleet: 'Fleet',
  build: 'Build',
  settings: 'Settings',
} as const satisfies Readonly<Record<ViewName, string>>;
