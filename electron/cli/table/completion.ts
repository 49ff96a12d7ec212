/** What may stand at a place: words of a closed set, or what is looked up when somebody presses Tab. */
export type Completion =
  | readonly string[]
  | 'files'
  | 'folders'
  /** Names of extensions: all, those that can be removed, that are not masked, that are, or that a store has. */
  | 'extensions'
  | 'removable'
  | 'enabled'
  | 'masked'
  | 'stored'
  /** An extension, else a file. */
  | 'images'
  /** Stored versions of the extension that stands before. */
  | 'versions'
  | 'remotes'
  /** Hosts that are read over SSH. */
  | 'fleet'
  | 'features'
  /** Images of portable services. */
  | 'portables'
  /** Ids of what can be found. */
  | 'findings'
  | 'commands'
  | 'changes';
