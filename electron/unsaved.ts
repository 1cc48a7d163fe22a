/** The longest wait for the window to save typed text before the app ends, in ms. */
const LIMIT = 3000;

/** Tracks whether the window has unsaved text. The app does not end before it is saved. */
export class Unsaved {
  #is = false;
  #whenSaved: (() => void)[] = [];

  /** Takes the window's report. */
  set(is: boolean): void {
    this.#is = is;
    if (is) return;
    for (const resolve of this.#whenSaved.splice(0)) resolve();
  }

  /** Asks the window to save. Resolves when it has, or after `limit` ms when it cannot. */
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
