// @browser-safe

/** The options of {@link throttled}. */
export interface ThrottleOptions<T> {
  /** The shortest time between two messages, in ms: by default as often as a text can be read. */
  readonly every?: number;
  /** Returns whether a message stands for something else than the last one that went through: then it does at once. */
  readonly isOther?: (message: T, last: T) => boolean;
  /** Tells the time in ms. */
  readonly clock?: () => number;
}

/** Returns a function that lets messages through to `tell`, but at most one in a while: those in between are dropped. */
export function throttled<T>(
  tell: (message: T) => void,
  { every = 100, isOther = () => false, clock = () => performance.now() }: ThrottleOptions<T> = {},
): (message: T) => void {
  let last: { readonly message: T; readonly at: number } | undefined;
  return (message) => {
    const at = clock();
    if (last !== undefined && at - last.at < every && !isOther(message, last.message)) return;
    last = { message, at };
    tell(message);
  };
}
