/** The native comforts that the preload may ask main for through @electron/remote, and nothing else. */

/** The one global that remote may hand out. */
export const FACADE_NAME = 'veneerNative';

/** Takes and returns only texts and numbers: a returned object would become a remote object itself. */
export interface NativeFacade {
  /** Opens the desktop's own dialog; what is chosen comes to the page with the files that are offered. */
  chooseFiles(): void;
  /** Shows a file in the file manager. */
  reveal(path: string): void;
  /** Progress in the task bar, 0 to 1; below 0 takes it away. */
  setProgress(fraction: number): void;
  /** Tells the person, who looks at something else, that long work has ended. Nothing where the window is looked at. */
  notify(title: string, body: string): void;
  /** The accent colour of the desktop as `#rrggbb`; empty where it has none. */
  accent(): string;
}

export const FACADE_CALLS: readonly (keyof NativeFacade)[] = [
  'chooseFiles',
  'reveal',
  'setProgress',
  'notify',
  'accent',
];
