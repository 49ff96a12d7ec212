/** The native comforts that the preload may ask main for through @electron/remote, and nothing else. */

/** The one global that remote may hand out. */
export const FACADE_NAME = 'veneerNative';

/** Takes and returns only texts and numbers: a returned object would become a remote object itself. */
export interface NativeFacade {
  /** Shows a file in the file manager. */
  reveal(path: string): void;
  /** Progress in the task bar, 0 to 1; below 0 takes it away. */
  setProgress(fraction: number): void;
  /** Versions for a bug report, `NAME VERSION` each. */
  versions(): string;
}

export const FACADE_CALLS: readonly (keyof NativeFacade)[] = ['reveal', 'setProgress', 'versions'];
