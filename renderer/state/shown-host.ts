export interface ShownHost {
  /** The id of the host that is shown; empty before the core said which there are. */
  readonly host: string;
}
