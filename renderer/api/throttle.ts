/** The shortest time between two renders of progress, in ms. */
const EVERY = 100;

/** Lets a message through at most every 100 ms, and one that stands for something else than the last one at once. */
export function throttled<T>(
  tell: (message: T) => void,
  isOther: (message: T, last: T) => boolean = () => false,
): (message: T) => void {
  let last: { readonly message: T; readonly at: number } | undefined;
  return (message) => {
    const at = performance.now();
    if (last !== undefined && at - last.at < EVERY && !isOther(message, last.message)) return;
    last = { message, at };
    tell(message);
  };
}
