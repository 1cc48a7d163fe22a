/** So long the window may take to save what was typed before the app ends, in ms. */
const LIMIT = 3000;

/** Whether something was typed in the window that is not saved yet: the app does not end before it is. */
export class Unsaved {
  #is = false;
  #whenSaved: (() => void)[] = [];

  /** Takes what the window says. */
  set(is: boolean): void {
    this.#is = is;
    if (is) return;
    for (const resolve of this.#whenSaved.splice(0)) resolve();
  }

  /** Has the window save what it has to; resolves when it did, or after `limit` ms when it cannot. */
  async settle(tell: () => void, limit = LIMIT): Promise<void> {
    if (!this.#is) return;
    tell();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const saved = new Promise<void>((resolve) => this.#whenSaved.push(resolve));
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limit);
    });
    await Promise.race([saved, late]);
    clearTimeout(timer);
  }
}
