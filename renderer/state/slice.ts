/** What a slice gets of the store: to set its own part, and to look at the parts it names. */
export type SetPart<Slice> = (change: Partial<Slice>) => void;
export type Get<Slices> = () => Slices;
